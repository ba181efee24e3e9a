"""The same passages and questions through other retrieval libraries, and through Footing."""
