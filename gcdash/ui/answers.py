"""The answer in the first line of each page: one sentence from the figures of what is shown."""

from __future__ import annotations

from gcdash import progress, sentences
from gcdash.ui.scene import Scene


def overview(scene: Scene) -> str:
    return sentences.overview(scene.actions, scene.book.settings.due_soon_days)


def owners(scene: Scene) -> str:
    return sentences.owners(progress.by(scene.actions, "owner"), scene.actions)


def themes(scene: Scene) -> str:
    return sentences.themes(progress.by(scene.actions, "theme"))


def time_scale(scene: Scene) -> str:
    return sentences.time_scale(scene.actions)
