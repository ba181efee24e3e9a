"""One file of any known format → Articles. `formats.py` knows which module reads which; what parses
other people's formats (web pages, PDF, Word, feeds) runs in a process of its own."""
