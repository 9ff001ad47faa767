"""Speed, size and accuracy, measured on the machine at hand; `python -m bench.all` asks every question."""
