"""Results in words: sentences for one row, composed from the blocks that fit the task, the part in it and the agency."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pipeline.campaign.agencies import Agency
from pipeline.campaign.assignment import Role
from pipeline.campaign.tasks import Task
from pipeline.simulation.documents import KINDS, Papers
from pipeline.simulation.phrases import names_in, phrase, with_capital
from pipeline.simulation.random_source import RandomSource
from pipeline.simulation.vocabulary import Blocks, TaskVocabulary
from pipeline.simulation.wording import GENERIC_COORDINATOR, GENERIC_LEAD

#: What ends the part of a task's text that can be quoted inside a sentence.
_CLAUSE_END = re.compile(r"[;.:(“]|, (?=đẩy|nâng|phân|tháo)")
#: Names that say something definite: no two sentences of a row use the same one.
_DEFINITE = re.compile(rf"document|date|{'|'.join(sorted(KINDS))}|.+-.+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A result in words, and the documents that it quotes."""

    text: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Teller:
    """Tells the results of one row; the same key and names give the same words."""

    key: tuple[object, ...]
    blocks: Blocks
    names: Mapping[str, str]
    papers: Papers
    #: The kind that {document} means.
    main_kind: str
    #: How the agency writes several sentences in one cell: 0 as lines, 1 as one sentence, else each for itself.
    style: int

    def done(self) -> Told:
        """Return what was achieved: the finishing step, some of the work, what came of it."""
        random = RandomSource(*self.key, "done")
        chosen = self._chosen(self.blocks.done, 1, "last step")
        chosen += self._chosen(self.blocks.steps, random.between(1, 2), "steps", beside=chosen)
        if random.happens(55):
            chosen += self._chosen(self.blocks.effects, 1, "effects", beside=chosen)
        return self._told(chosen)

    def doing(self, *, progress: float) -> Told:
        """Return what was done so far and what is still under way."""
        random = RandomSource(*self.key, "doing")
        steps = self._chosen(self.blocks.steps, 1 if progress < 0.4 else 2, "steps")
        if steps and steps[0][0].islower() and random.happens(50):
            steps[0] = f"đã {steps[0]}"
        under_way = self._chosen(self.blocks.doing, 1, "doing", beside=steps) if random.happens(75) or not steps else []
        return self._told(steps + under_way)

    def _chosen(self, blocks: Sequence[str], count: int, purpose: str, *, beside: Sequence[str] = ()) -> list[str]:
        """Return blocks whose names are all known and that say nothing definite that stands beside them already."""
        said = {name for block in beside for name in names_in(block) if _DEFINITE.fullmatch(name)}
        chosen: list[str] = []
        for block in RandomSource(*self.key, purpose).shuffled(blocks):
            if len(chosen) == count:
                break
            names = names_in(block)
            if names - KINDS - {"document"} <= self.names.keys() and said.isdisjoint(names):
                chosen.append(block)
                said |= {name for name in names if _DEFINITE.fullmatch(name)}
        return chosen

    def _told(self, blocks: Sequence[str]) -> Told:
        """Return the blocks in words, in the agency's style."""
        sentences, documents = [], []
        for block in blocks:
            kinds = sorted(names_in(block) & {"document", *KINDS})
            quoted = {kind: self._quoted(kind, block) for kind in kinds}
            sentence = phrase(block, RandomSource(*self.key, block), {**self.names, **quoted})
            sentences.append(sentence)
            documents += [text for text in quoted.values() if text in sentence]
        return Told(text=_joined(sentences, self.style), documents=tuple(documents))

    def _quoted(self, name: str, block: str) -> str:
        """Return a document that a block names: a plan where work goes by it, a result where the task ends with it."""
        plan = block not in self.blocks.done or (f"theo {{{name}}}" in block and f"kèm theo {{{name}}}" not in block)
        return self.papers.quoted(self.main_kind if name == "document" else name, plan=plan)


def fitting_blocks(vocabulary: TaskVocabulary, role: Role, agency: Agency) -> Blocks:
    """Return the campaign's blocks for a part in a task, completed by generic ones where some are missing."""
    own = vocabulary.blocks(role, agency)
    generic = GENERIC_LEAD if role is Role.LEAD else GENERIC_COORDINATOR
    return Blocks(
        done=own.done or generic.done,
        doing=own.doing or generic.doing,
        steps=own.steps or generic.steps,
        effects=own.effects,
    )


@lru_cache(maxsize=512)
def short_text(task: Task) -> str:
    """Return the beginning of a task's text as it can stand inside a sentence, 90 characters at most."""
    clause = _CLAUSE_END.split(task.text)[0].strip(" ,")
    words = clause.split()
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
