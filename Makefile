# The commands live in ./dev; make is not needed.
.PHONY: run test check

run test check:
	@./dev $@
