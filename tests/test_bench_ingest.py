"""The table of the benchmark of ingest."""

from bench.ingest import Timing, markdown


def timing(cpu_s: float, seconds: float, index_mib: float = 0) -> Timing:
    return Timing(seconds=seconds, cpu_s=cpu_s, peak_mib=100.4, index_mib=index_mib)


def test_rates_are_medians_and_ratios_are_of_each_round() -> None:
    rounds = [
        {"footing": timing(2, 4, 30), "encode": timing(5, 12)},
        {"footing": timing(4, 8, 30), "encode": timing(8, 16)},
        {"footing": timing(2, 4, 30), "encode": timing(4, 10)},
    ]
    _, _, own, encode = markdown(rounds, articles=10, passages=100).splitlines()
    assert own == "| footing | 5.0 | 50 | 25 | 1.00, 1.00 | 100 | 30 |"
    assert encode == "| encode | 2.0 | 20 | 8 | 2.00, 2.50 | 100 |  |"
