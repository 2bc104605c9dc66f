"""Trains a small neural network to read handwritten digits, in plain NumPy.

The data are the 1,797 real digits of 8 by 8 pixels that ship inside scikit-learn's wheel. The network has one
hidden layer, and learns by gradient descent with momentum on mini-batches. The learning curve, the accuracy on
digits it has never seen, and a few of its mistakes are drawn as text.
"""

import importlib.util
import pathlib
import time

import numpy as np

HIDDEN = 64
EPOCHS = 40
BATCH = 32
LEARNING_RATE = 0.05
MOMENTUM = 0.9
DECAY = 5e-4


def load_digits():
    """The pixels, scaled to [0, 1], as (1797, 64), and the digit that each row shows, as (1797,)."""
    package = importlib.util.find_spec("sklearn")
    if package is None:
        raise SystemExit("This example reads a file of scikit-learn's: pip install scikit-learn")
    table = np.loadtxt(pathlib.Path(package.origin).parent / "datasets/data/digits.csv.gz", delimiter=",")
    return table[:, :-1] / 16.0, table[:, -1].astype(int)


def split(pixels, digits, rng, test_share=0.2):
    """Shuffles, then keeps a share of the rows aside for the test."""
    order = rng.permutation(len(digits))
    border = int(len(digits) * (1 - test_share))
    train, test = order[:border], order[border:]
    return (pixels[train], digits[train]), (pixels[test], digits[test])


def initial_weights(rng, inputs, outputs):
    """Two layers of weights and biases; the weights are small enough that no unit starts saturated."""
    return [
        rng.normal(0.0, 0.05, (inputs, HIDDEN)),
        np.zeros(HIDDEN),
        rng.normal(0.0, 0.05, (HIDDEN, outputs)),
        np.zeros(outputs),
    ]


def forward(weights, pixels):
    """The hidden layer's activity, and the probability that the network gives to each digit."""
    first, first_bias, second, second_bias = weights
    hidden = np.maximum(pixels @ first + first_bias, 0.0)
    scores = hidden @ second + second_bias
    scores -= scores.max(axis=1, keepdims=True)
    odds = np.exp(scores)
    return hidden, odds / odds.sum(axis=1, keepdims=True)


def gradients(weights, pixels, targets):
    """How the mean cross-entropy over a batch changes with each weight; `targets` are one-hot rows."""
    hidden, probability = forward(weights, pixels)
    error = (probability - targets) / len(pixels)
    error_hidden = (error @ weights[2].T) * (hidden > 0.0)
    return [
        pixels.T @ error_hidden + DECAY * weights[0],
        error_hidden.sum(axis=0),
        hidden.T @ error + DECAY * weights[2],
        error.sum(axis=0),
    ]


def accuracy(weights, pixels, digits):
    _, probability = forward(weights, pixels)
    return np.mean(probability.argmax(axis=1) == digits)


def loss(weights, pixels, digits):
    """Mean cross-entropy: minus the log of the probability given to the right digit."""
    _, probability = forward(weights, pixels)
    return -np.mean(np.log(probability[np.arange(len(digits)), digits]))


def train(train_set, test_set, rng):
    """Returns the weights, and per epoch: training loss, training accuracy, test accuracy."""
    pixels, digits = train_set
    targets = np.eye(10)[digits]
    weights = initial_weights(rng, pixels.shape[1], 10)
    velocity = [np.zeros_like(weight) for weight in weights]
    history = np.empty((EPOCHS, 3))
    for epoch in range(EPOCHS):
        order = rng.permutation(len(digits))
        for start in range(0, len(order), BATCH):
            batch = order[start : start + BATCH]
            steps = gradients(weights, pixels[batch], targets[batch])
            for weight, speed, step in zip(weights, velocity, steps, strict=True):
                speed *= MOMENTUM
                speed -= LEARNING_RATE * step
                weight += speed
        history[epoch] = (
            loss(weights, *train_set),
            accuracy(weights, *train_set),
            accuracy(weights, *test_set),
        )
    return weights, history


def draw_curve(values, low, high, height=9):
    """One column per value, as high as the value lies between `low` and `high`, in steps of an eighth of a line."""
    eighths = np.rint((np.clip(values, low, high) - low) / (high - low) * height * 8).astype(int)
    for row in reversed(range(height)):
        label = f"{low + (high - low) * (row + 1) / height:6.1%}" if row % 2 == 0 else " " * 6
        print(f"  {label} │" + "".join(" ▁▂▃▄▅▆▇█"[fill] for fill in np.clip(eighths - 8 * row, 0, 8)))
    print("         └" + "─" * len(values))
    print(f"          1{len(values):>{len(values) - 1}} epochs")


def draw_mistakes(weights, pixels, digits, most=6):
    """The test digits that were misread, side by side, two columns of text per pixel."""
    guesses = forward(weights, pixels)[1].argmax(axis=1)
    missed = np.flatnonzero(guesses != digits)[:most]
    shades = np.minimum(pixels[missed] * 5, 4).astype(int).reshape(-1, 8, 8)
    for line in range(8):
        print("  " + "   ".join("".join(2 * " ░▒▓█"[shade] for shade in image[line]) for image in shades))
    captions = [f"a {digits[i]}, read as {guesses[i]}" for i in missed]
    print("  " + "   ".join(f"{caption:^16}" for caption in captions))


def main():
    rng = np.random.default_rng(2026)
    start = time.perf_counter()
    train_set, test_set = split(*load_digits(), rng)
    loaded = time.perf_counter()
    weights, history = train(train_set, test_set, rng)
    trained = time.perf_counter()

    print(f"{len(train_set[1])} digits to learn from, {len(test_set[1])} kept aside for the test\n")
    print(" epoch     loss   training set   test set")
    for epoch in [0, 1, 2, 4, 9, 19, EPOCHS - 1]:
        entropy, learned, unseen = history[epoch]
        print(f"{epoch + 1:6} {entropy:8.4f} {learned:13.1%} {unseen:10.1%}")
    print("\nAccuracy on the test set, epoch by epoch:\n")
    draw_curve(history[:, 2], 0.64, 1.0)
    print("\nSome that it misread:\n")
    draw_mistakes(weights, *test_set)
    print(f"\ntest accuracy {history[-1, 2]:.2%}")
    print(f"read in {loaded - start:.2f} s, trained in {trained - loaded:.2f} s")


if __name__ == "__main__":
    main()
