"""How good it is: files of questions or labelled pairs → figures with intervals, and a report.

    records.py    a JSONL or JSON file, plain or gzip → records with their place in it
    questions.py  records → questions that have answers;  squad.py: the SQuAD form of the same
    labelled.py   records → labelled (claim, evidence) pairs
    sample.py     the questions of a run and the articles they are asked of
    cache.py      articles → their index, built once
    ranking.py    the rank of the first right passage → recall, MRR, nDCG
    metrics.py    values → figures with 95 % intervals
    retrieval.py, answers.py, pairs.py   one measurement each: run → outcomes → figures
    claims.py     multiple-choice questions → a claim a choice, ranked;  statements.py: the wording
    verdicts.py   claims whose verdict is known → final verdicts, their calibration and threshold
    followups.py  conversations → the wordings of their questions, against a person's
    documents.py  a run → its JSON document;  table.py: the same for a terminal
    charts.py, report.py, pages.py   a run → a self-contained HTML page
    progress.py   how far it is, on stderr

The commands are in bot/eval_cli.py. Nothing here knows which models are used.
"""
