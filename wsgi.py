"""What the web server loads: `gunicorn wsgi:app`, `flask --app wsgi …`."""

from config import from_environment
from councilflow.app import create_app

app = create_app(from_environment())
