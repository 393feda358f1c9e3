"""A tiny real encoder: BERT of one layer over syllables, random but seeded, saved as a sentence-transformers folder."""

from __future__ import annotations

from pathlib import Path

DIMENSION = 32


def save_tiny_model(folder: Path, seed: int = 0) -> Path:
    """The folder, with a model whose vectors mostly follow the words of a text."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(seed)
    letters = [chr(code) for code in (*range(0x20, 0x17F), *range(0x1A0, 0x1B1), *range(0x1EA0, 0x1EFA))]
    pieces = {token: number for number, token in enumerate(["[PAD]", "[UNK]", *letters])}
    pieces |= {f"##{letter}": len(pieces) + number for number, letter in enumerate(letters)}
    tokenizer = Tokenizer(models.WordPiece(vocab=pieces, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]")
    bare = folder / "bare"
    fast.save_pretrained(bare)
    config = BertConfig(
        vocab_size=len(pieces),
        hidden_size=DIMENSION,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
    )
    BertModel(config).save_pretrained(bare)
    transformer = Transformer(str(bare), max_seq_length=128)
    saved = folder / "model"
    SentenceTransformer(modules=[transformer, Pooling(DIMENSION, "mean"), Normalize()], device="cpu").save(str(saved))
    return saved
