"""Draws what the digits example learns, from a run of it:

    stridewise run docs/pictures/draw_digits.py > docs/pictures/digits.svg

Left, the accuracy on the training and the test set after each epoch. Right, what the hidden units look for: each
square is one unit's weights over the 8 by 8 pixels, ink that excites it in blue, ink that silences it in orange.
"""

import pathlib
import runpy

import numpy as np

WIDTH, HEIGHT = 980, 430
EXAMPLE = pathlib.Path(__file__).resolve().parents[2] / "examples" / "digits_mlp.py"
SHADES = ["#b45309", "#ea9a4e", "#f8d3ae", "#f8fafc", "#bfdbf7", "#5f9fe0", "#1d4ed8"]
FONT = "font-family=\"system-ui,'Segoe UI',Helvetica,Arial,'DejaVu Sans',sans-serif\""


def text(x, y, words, size=13, fill="#64748b", anchor="start"):
    return f'<text x="{x}" y="{y}" font-size="{size}" fill="{fill}" text-anchor="{anchor}" {FONT}>{words}</text>'


def curve(history, left, top, width, height, lowest=0.65):
    """Both accuracies, from `lowest` to 1, over the epochs."""
    yield text(left, top - 30, "Accuracy, epoch by epoch", 16, "#0f172a")
    for percent in range(65, 101, 5):
        y = top + height * (1 - (percent / 100 - lowest) / (1 - lowest))
        yield f'<path d="M{left + 36} {y:.1f}h{width - 36}" stroke="#e2e8f0"/>'
        yield text(left + 28, y + 4.5, f"{percent} %", 12, anchor="end")
    x = left + 36 + (width - 36) * np.arange(len(history)) / (len(history) - 1)
    for column, color, name in ((1, "#94a3b8", "training set"), (2, "#1d4ed8", "test set")):
        y = top + height * (1 - (history[:, column] - lowest) / (1 - lowest))
        points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x.tolist(), y.tolist(), strict=True))
        yield (
            f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2.5" '
            'stroke-linejoin="round" stroke-linecap="round"/>'
        )
        yield text(left + width, top + height - 18 * column - 6, f"{name} {history[-1, column]:.1%}", 14, color, "end")
    yield text(left + 36, top + height + 24, "1")
    yield text(left + width, top + height + 24, f"epoch {len(history)}", anchor="end")


def units(weights, left, top, rows=6, columns=8, pixel=5, gap=8):
    """The strongest hidden units, each as its picture of weights."""
    yield text(left, top - 30, f"What {rows * columns} of the {weights.shape[1]} hidden units look for", 16, "#0f172a")
    strongest = np.argsort(-np.abs(weights).sum(axis=0))[: rows * columns]
    images = weights.T[strongest].reshape(-1, 8, 8)
    largest = np.abs(images).max(axis=(1, 2), keepdims=True)
    levels = np.rint((images / largest + 1) / 2 * (len(SHADES) - 1)).astype(int)
    side = 8 * pixel + gap
    paths = {shade: [] for shade in SHADES}
    for unit, image in enumerate(levels.tolist()):
        row, column = divmod(unit, columns)
        x0, y0 = left + column * side, top + row * side
        yield f'<rect x="{x0}" y="{y0}" width="{8 * pixel}" height="{8 * pixel}" fill="{SHADES[3]}"/>'
        for i, line in enumerate(image):
            for j, level in enumerate(line):
                if level != 3:
                    paths[SHADES[level]].append(f"M{x0 + j * pixel} {y0 + i * pixel}h{pixel}v{pixel}h-{pixel}z")
    for shade, squares in paths.items():
        if squares:
            yield f'<path fill="{shade}" d="{"".join(squares)}"/>'


def main():
    example = runpy.run_path(str(EXAMPLE))
    rng = np.random.default_rng(2026)
    weights, history = example["train"](*example["split"](*example["load_digits"](), rng), rng)
    print(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'role="img" aria-label="Learning curve and hidden units of the digits example">'
    )
    print(f'<rect width="{WIDTH}" height="{HEIGHT}" rx="14" fill="#ffffff" stroke="#e2e8f0"/>')
    for part in [*curve(history, 36, 84, 460, 286), *units(weights[0], 556, 84)]:
        print(part)
    print("</svg>")


if __name__ == "__main__":
    main()
