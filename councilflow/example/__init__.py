"""Facts of example councils, as short TOML files. `services.example` loads them."""
