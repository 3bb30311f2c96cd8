"""Progress is read from the right bar."""

from db.enums import Stage
from services.jobs.kinds import Progress
from services.training.logs import read_progress

BAR = " 35%|###5      | 350/1000 [03:25<06:20,  1.71it/s]"


def test_no_lines_tell_nothing() -> None:
    assert read_progress([], 1000) is None
    assert read_progress(["", " "], 1000) is None


def test_first_lines_mean_preparing_and_then_caching() -> None:
    assert read_progress(["Downloading training archive"], 1000) == Progress(Stage.PREPARING, 0)
    lines = ["Loading base model", "Caching latents: 100%|##########| 10/10 [00:04<00:00,  2.5it/s]"]
    assert read_progress(lines, 1000) == Progress(Stage.CACHING, 0)


def test_the_last_bar_whose_total_is_the_steps_counts() -> None:
    lines = ["Caching latents: 100%|####| 10/10 [00:01<00:00]", "  1%|          | 10/1000 [00:02<", BAR]
    assert read_progress(lines, 1000) == Progress(Stage.TRAINING, 35, 350, 1000)


def test_bars_with_another_total_are_ignored() -> None:
    lines = [BAR, "model.safetensors: 99%|#########9| 990/999 [00:01<00:00]", " 50%|#####     | 5/10 [00:01<00:01]"]
    assert read_progress(lines, 1000) == Progress(Stage.TRAINING, 35, 350, 1000)
    assert read_progress([BAR], 500) == Progress(Stage.PREPARING, 0)


def test_bars_rewritten_with_carriage_returns_and_prefixes_are_read() -> None:
    line = "flux_train: 10%|#  | 100/1000 [00:10<\rflux_train: 20%|##  | 200/1000 [00:20<"
    assert read_progress([line], 1000) == Progress(Stage.TRAINING, 20, 200, 1000)
    assert read_progress(["\x1b[32m" + BAR + "\x1b[0m"], 1000) == Progress(Stage.TRAINING, 35, 350, 1000)


def test_the_end_of_very_long_logs_is_enough() -> None:
    lines = ["line"] * 100_000 + [BAR]
    assert read_progress(lines, 1000) == Progress(Stage.TRAINING, 35, 350, 1000)


def test_after_training_the_closing_lines_do_not_go_back_to_preparing() -> None:
    done = "100%|##########| 1000/1000 [09:00<00:00,  1.8it/s]"
    assert read_progress([done, "Saving LoRA weights"], 1000) == Progress(Stage.TRAINING, 100, 1000, 1000)


def test_the_loss_of_the_newest_bar_is_read_where_it_is_told() -> None:
    """As ai-toolkit prints it; bars of other things and what is no number tell none."""
    line = "flux_train_replicate: {}| 350/1000 [03:25<06:20,  1.71s/it, lr: 4.0e-04 loss: {}]"
    lines = [line.format(" 30%|###       ", "4.1e-01"), line.format(" 35%|###5      ", "3.686e-01")]
    assert read_progress(["\r".join(lines)], 1000) == Progress(Stage.TRAINING, 35, 350, 1000, 0.3686)
    assert read_progress([line.format(" 35%|###5      ", "nan")], 1000) == Progress(Stage.TRAINING, 35, 350, 1000)
    other = " 50%|#####     | 5/10 [00:01<00:01, 1.0it/s, loss: 9.9e-01]"
    assert read_progress([BAR, other], 1000) == Progress(Stage.TRAINING, 35, 350, 1000)
    assert read_progress([BAR, "loss: 9.9e-01"], 1000) == Progress(Stage.TRAINING, 35, 350, 1000)
