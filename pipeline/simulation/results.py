"""Results in words: sentences for one row, composed from the blocks that fit the task, the part in it and the agency."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.campaign.tasks import Task
from pipeline.simulation.authors import DOCUMENT_KINDS, TaskDocuments
from pipeline.simulation.phrases import names_in, phrase, with_capital
from pipeline.simulation.vocabulary import Blocks

#: Names that say something definite: no two sentences of a row use the same one.
_DEFINITE = re.compile(rf"document|date|{'|'.join(sorted(DOCUMENT_KINDS))}|.+-.+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A result in words, and the documents that it quotes."""

    text: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultWriter:
    """Writes the results of one row; the same documents and names give the same words."""

    blocks: Blocks
    names: Mapping[str, str]
    documents: TaskDocuments
    #: The kind that {document} means.
    main_kind: str
    #: How the agency writes several sentences in one cell: 0 as lines, 1 as one sentence, else each for itself.
    style: int

    def done(self) -> Result:
        """Return what was achieved: the finishing step, some of the work, what came of it."""
        random = self.documents.random("done")
        chosen = self._chosen(self.blocks.done, 1, "last step")
        chosen += self._chosen(self.blocks.steps, random.between(1, 2), "steps", before=chosen)
        if random.happens(55):
            chosen += self._chosen(self.blocks.effects, 1, "effects", before=chosen)
        return self._result(chosen)

    def doing(self, *, progress: float) -> Result:
        """Return what was done so far and what is still under way."""
        random = self.documents.random("doing")
        steps = self._chosen(self.blocks.steps, 1 if progress < 0.4 else 2, "steps")
        if steps and steps[0][0].islower() and random.happens(50):
            steps[0] = f"đã {steps[0]}"
        under_way = self._chosen(self.blocks.doing, 1, "doing", before=steps) if random.happens(75) or not steps else []
        return self._result(steps + under_way)

    def _chosen(self, blocks: Sequence[str], count: int, purpose: str, *, before: Sequence[str] = ()) -> list[str]:
        """Return blocks whose names are all known and that say nothing definite that the blocks before say already."""
        definite = {name for block in before for name in names_in(block) if _DEFINITE.fullmatch(name)}
        chosen: list[str] = []
        for block in self.documents.random(purpose).shuffled(blocks):
            if len(chosen) == count:
                break
            names = names_in(block)
            if names - DOCUMENT_KINDS - {"document"} <= self.names.keys() and definite.isdisjoint(names):
                chosen.append(block)
                definite |= {name for name in names if _DEFINITE.fullmatch(name)}
        return chosen

    def _result(self, blocks: Sequence[str]) -> Result:
        """Return the blocks in words, in the agency's style."""
        sentences, documents = [], []
        for block in blocks:
            kinds = sorted(names_in(block) & {"document", *DOCUMENT_KINDS})
            quoted = {kind: self._quoted(kind, block) for kind in kinds}
            sentence = phrase(block, self.documents.random(block), {**self.names, **quoted})
            sentences.append(sentence)
            documents += [text for text in quoted.values() if text in sentence]
        return Result(text=_joined(sentences, self.style), documents=tuple(documents))

    def _quoted(self, name: str, block: str) -> str:
        """Return a document that a block names: a plan where work goes by it, a result where the task ends with it."""
        plan = block not in self.blocks.done or (f"theo {{{name}}}" in block and f"kèm theo {{{name}}}" not in block)
        return self.documents.quoted(self.main_kind if name == "document" else name, plan=plan)


@lru_cache(maxsize=512)
def short_text(task: Task, cut_before: tuple[str, ...]) -> str:
    """Return the beginning of a task's text as it can stand inside a sentence, 90 characters at most.

    It ends with the first full stop or colon, or at a comma before one of the words `cut_before`.
    """
    words_after_comma = "|".join(re.escape(word) for word in cut_before)
    words = re.split(rf"[;.:(“]|, (?={words_after_comma})", task.text)[0].strip(" ,").split()
    while len(" ".join(words)) > 90:
        words.pop()
    text = " ".join(words)
    return text[:1].lower() + text[1:]


def _joined(sentences: Sequence[str], style: int) -> str:
    """Return sentences as one text: as lines with dashes, in one sentence, or each for itself, as the agency is used to."""
    match style:
        case 0 if len(sentences) > 1:
            return "\n".join(f"- {with_capital(sentence)}." for sentence in sentences)
        case 1:
            return with_capital("; ".join(sentences)) + "."
        case _:
            return " ".join(f"{with_capital(sentence)}." for sentence in sentences)
