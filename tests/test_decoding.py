"""models.decoding: how the next word piece is chosen."""

import torch

from models.decoding import SeededDraw, choosing


def test_pieces_are_drawn_with_their_probabilities() -> None:
    probabilities = torch.tensor([0.5, 0.3, 0.2, 0.0])
    scores = probabilities.log().expand(4_000, 4)
    drawn = SeededDraw(0)(torch.zeros(4_000, 1), scores).argmax(-1)
    shares = drawn.bincount(minlength=4) / len(drawn)
    assert (shares - probabilities).abs().max() < 0.03
    assert shares[3] == 0


def test_words_of_the_prompt_are_not_penalised_and_words_written_are() -> None:
    ids = torch.LongTensor([[0, 1, 2]])  # the last one was written
    scores = choosing(None, 2)(ids, torch.FloatTensor([[1.0, 1.0, 1.0, -1.0]]))
    assert scores[0, [0, 1, 3]].tolist() == [1.0, 1.0, -1.0]
    assert 0.9 < scores[0, 2] < 1


def test_the_likeliest_piece_is_drawn_more_often_than_its_probability() -> None:
    scores = torch.FloatTensor([[0.6, 0.35, 0.05]]).log_()
    prompt = torch.LongTensor([[0]])
    drawn = [int(choosing(seed, 1)(prompt, scores).argmax()) for seed in range(300)]
    assert 0.6 < drawn.count(0) / 300 < 0.9
    assert drawn.count(2) == 0  # beyond the 90 % of the likeliest
