"""The engines page: what each engine can do, what it lacks, and how it comes here."""
