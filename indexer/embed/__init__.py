"""Texts to vectors: the bundled model unpacked once, and one encoder in front of sentence-transformers."""

from indexer.embed.encoder import Encoder

__all__ = ["Encoder"]
