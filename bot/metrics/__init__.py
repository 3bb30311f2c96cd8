"""What this process tells a collector about itself and the database, in the words of Prometheus."""
