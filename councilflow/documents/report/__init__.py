"""A report about a plan or a project (B4.1) as a file: PDF, DOCX or XLSX. All three tell the same."""

from __future__ import annotations

from councilflow.documents.report.pdf import as_pdf
from councilflow.documents.report.sheets import as_xlsx
from councilflow.documents.report.word import as_docx

__all__ = ["as_docx", "as_pdf", "as_xlsx"]
