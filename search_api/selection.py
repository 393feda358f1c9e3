"""The tasks that a question's own filters leave: plan, unit and role, time, section or subject. Complete, never cut."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from indexer.fold import fold, syllables
from indexer.store.records import DutyFilter, StoredDuty, StoredTask
from indexer.store.units import mention_id
from search_api.knowledge import Knowledge
from search_api.ledger.prose import stated
from search_api.question.falling import falls, recurs
from search_api.question.vocabulary import Keys
from search_api.ranking import pool
from search_api.ranking.matching import part_match, weight
from search_api.ranking.prepared import Part, part, spelled_out
from search_api.types import AskedTime, AskedUnit, Concept, Reading, Role

_MEANT = 0.35
_TEXT_SAID = 0.62
_SECTION_SAID = 0.7
_DUTY_SAID = 0.3
_WHOLE_PLAN = 0.4

# Words that every task of a plan is about; they cut no list.
_GENERIC = frozenset(
    map(
        fold,
        ("nhiệm vụ", "công việc", "hoạt động", "kế hoạch", "phụ lục", "thực hiện", "cải cách hành chính", "công tác"),
    )
)


@dataclass(frozen=True, slots=True)
class Chosen:
    """The tasks that a question's filters leave, and the filters as they are to be shown.

    Of a question for a time ``recurring`` are the tasks of no one day that come back within it, which are not among
    ``tasks``, and ``undated`` the duties of the units for which no time is given, which are not among ``duties``.
    Where nothing cut a great catalogue ``tasks`` are the first of ``total``, and ``whole`` gives all of them.
    ``unsaid`` tells that the question has a subject that none of the tasks says, so that it cut nothing.
    """

    tasks: tuple[StoredTask, ...]
    filters: tuple[tuple[str, str], ...]
    duties: tuple[StoredDuty, ...] = ()
    total: int | None = None
    recurring: tuple[StoredTask, ...] = ()
    undated: tuple[StoredDuty, ...] = ()
    whole: pool.Whole | None = None
    unsaid: bool = False

    @property
    def count(self) -> int:
        """How many tasks the filters leave."""
        return len(self.tasks) if self.total is None else self.total

    @property
    def narrow(self) -> bool:
        """Whether more than the plan cuts the list."""
        return any(name not in ("document", "role") for name, _ in self.filters)


def choose(reading: Reading, plans: Mapping[str, float], knowledge: Knowledge) -> Chosen:
    """Every task that passes the question's plan, unit, time and subject.

    Of every plan where the question names a plan only by naming the unit that issued it, and that plan gives the unit
    nothing.
    """
    chosen = _chosen(reading, plans, knowledge)
    if chosen.tasks or chosen.duties or not reading.units or names_a_plan(reading):
        return chosen
    anywhere = _chosen(reading, {}, knowledge)
    return chosen if anywhere.unsaid else anywhere


def names_a_plan(reading: Reading) -> bool:
    """Whether the question names a plan otherwise than by naming a unit that has issued one."""
    units = [range(unit.start, unit.end) for unit in reading.units]
    return any(m.of_plan or not any(m.start in span for span in units) for m in reading.documents)


def surely_named(reading: Reading) -> bool:
    """Whether the question names a plan by its number or by the whole name of a body that is no unit it asks about."""
    units = [range(unit.start, unit.end) for unit in reading.units]
    return any(
        m.kind in ("number", "issuer")
        and (m.of_plan or (max(w for _, w in m.weights) >= 1 and not any(m.start in span for span in units)))
        for m in reading.documents
    )


def _in_plan_name(unit: AskedUnit, reading: Reading) -> bool:
    """Whether a unit is named only to name its plan: "tasks of the agriculture department's plan"."""
    return any(m.of_plan and m.kind == "issuer" and m.start <= unit.start < m.end for m in reading.documents)


def _chosen(reading: Reading, plans: Mapping[str, float], knowledge: Knowledge) -> Chosen:
    acting = tuple(unit for unit in reading.units if not _in_plan_name(unit, reading))
    reading = replace(reading, units=acting or reading.units)
    documents = meant(plans)
    filters: list[tuple[str, str]] = [("document", key) for key in documents]
    subject = [c for c in reading.topic if fold(" ".join(c.forms[0].keys)) not in _GENERIC and _telling(c)]
    among = _pool(reading, documents, subject, knowledge)
    tasks = pool.rows_first(among.tasks, knowledge)
    if reading.units:
        own = frozenset(name for key in documents for name in knowledge.identities[key].issuers)
        mine, role = by_unit(reading, tasks, plans)
        itself = not acting or all(fold(unit.name) in own for unit in acting)
        if not itself or (mine and reading.role is not None):
            tasks = mine
        elif among.cut:
            among = pool.every(documents, knowledge)
            tasks = pool.rows_first(among.tasks, knowledge)
        filters += [("unit", unit.name) for unit in reading.units] + [("role", role or "any")]
    tasks, named_year = _of_plans_of_year(reading.time, documents, tasks, knowledge)
    filters += [("time", reading.time.text)] if among.of_year and reading.time else named_year
    whole = len(tasks)
    scope = documents or tuple(knowledge.documents) if among.cut and not reading.units else _owners(tasks)
    recurring: list[StoredTask] = []
    if reading.time is not None and _is_filter(reading.time, scope, knowledge):
        timed = [t for t in tasks if _due(t, reading.time, knowledge)]
        if timed or reading.time.kind != "year" or all(knowledge.plan_years.get(key) for key in scope):
            if reading.time.kind == "before" and len(scope) != 1:
                timed = _of_end_year(timed, reading.time)
            recurring = [t for t in tasks if _comes_back(t, reading.time, knowledge)] if reading.units else []
            tasks = timed
            filters.append(("time", reading.time.text))
    if reading.section and reading.section != "-":
        tasks = [t for t in tasks if t.task.section == reading.section]
        filters.append(("section", reading.section))
    unsaid = False
    if subject and (not reading.section or reading.section == "-"):
        tasks, shown = by_subject(subject, tasks, knowledge, reading.section is None)
        filters += shown
        unsaid = not shown
    total, rest = (among.total, among.whole) if len(tasks) == whole else (None, None)
    duties, undated = _in_time(_duties(reading, documents, knowledge), reading.time, documents, knowledge)
    return Chosen(tuple(tasks), tuple(filters), duties, total, tuple(recurring), undated, rest, unsaid)


def _of_end_year(tasks: list[StoredTask], asked: AskedTime) -> list[StoredTask]:
    """Of the tasks of several plans those of the year in which the time ends, where there are such."""
    ends = [(task, one.end) for task in tasks if (one := task.task.deadline) is not None and one.end is not None]
    own = [task for task, end in ends if asked.end is not None and end.year == asked.end.year]
    return own or tasks


def _due(stored: StoredTask, asked: AskedTime, knowledge: Knowledge) -> bool:
    deadline = stored.task.deadline
    return deadline is not None and falls(deadline, asked, knowledge.plan_years.get(stored.document_id))


def _comes_back(stored: StoredTask, asked: AskedTime, knowledge: Knowledge) -> bool:
    deadline = stored.task.deadline
    return deadline is not None and recurs(deadline, asked, knowledge.plan_years.get(stored.document_id))


def _in_time(
    duties: Sequence[StoredDuty], asked: AskedTime | None, documents: Sequence[str], knowledge: Knowledge
) -> tuple[tuple[StoredDuty, ...], tuple[StoredDuty, ...]]:
    """The duties whose own sentence puts them into the time asked for, and those that say no time."""
    if asked is None:
        return tuple(duties), ()
    if asked.kind == "year" and asked.start is not None:
        own = [d for d in duties if knowledge.plan_years.get(d.document_id) == asked.start.year]
        if own or not _is_filter(asked, documents, knowledge):
            return tuple(own or duties), ()
    found: list[StoredDuty] = []
    undated: list[StoredDuty] = []
    for one in duties:
        year = knowledge.plan_years.get(one.document_id)
        due = stated(one.text, year)
        if due is None:
            undated.append(one)
        elif falls(due, asked, year) or recurs(due, asked, year):
            found.append(one)
    return tuple(found), tuple(undated)


def _pool(reading: Reading, documents: tuple[str, ...], subject: Sequence[Concept], knowledge: Knowledge) -> pool.Pool:
    """The tasks to choose among: all of a narrow scope, of a wide one what the first filter may leave."""
    if pool.narrow_scope(documents, knowledge):
        return pool.every(documents, knowledge)
    if reading.units:
        return pool.of_units(reading, documents, knowledge)
    asked = reading.time
    if asked is not None and _is_filter(asked, documents or tuple(knowledge.documents), knowledge):
        found = pool.of_time(asked, documents, knowledge)
        if asked.kind != "year" or any(_due(t, asked, knowledge) for t in found.tasks):
            return found
    if reading.section and reading.section != "-":
        return pool.of_sections((reading.section,), documents, knowledge)
    if subject:
        sections = knowledge.catalogue.sections(documents) if documents else knowledge.sections
        named = [one for one in sections if _names(subject, one, knowledge)] if reading.section is None else []
        if named:
            return pool.of_sections(named, documents, knowledge)
        found = pool.of_words(subject, documents, knowledge, lambda task: _says(subject, task, knowledge))
        if found.tasks:
            return found
    of_year = () if documents else _plans_of(asked, knowledge)
    return replace(pool.every(of_year or documents, knowledge), of_year=bool(of_year))


def _plans_of(asked: AskedTime | None, knowledge: Knowledge) -> tuple[str, ...]:
    """The plans of the year asked for that have tasks; none where all plans are."""
    if asked is None or asked.kind != "year" or asked.start is None:
        return ()
    holding = [key for key, document in knowledge.documents.items() if document.tasks]
    own = tuple(key for key in holding if knowledge.plan_years.get(key) == asked.start.year)
    return own if len(own) < len(holding) else ()


def _of_plans_of_year(
    asked: AskedTime | None, documents: Sequence[str], tasks: list[StoredTask], knowledge: Knowledge
) -> tuple[list[StoredTask], list[tuple[str, str]]]:
    """The tasks of plans of the year asked for, where the question names no plan and there are such."""
    if documents or asked is None or asked.kind != "year" or asked.start is None:
        return tasks, []
    own = [t for t in tasks if knowledge.plan_years.get(t.document_id) == asked.start.year]
    return (own, [("time", asked.text)]) if own and len(own) < len(tasks) else (tasks, [])


def _owners(tasks: Sequence[StoredTask]) -> tuple[str, ...]:
    return tuple({task.document_id for task in tasks})


def _duties(reading: Reading, documents: tuple[str, ...], knowledge: Knowledge) -> tuple[StoredDuty, ...]:
    """The prose duties of the units named that say the subject; all of them where the question has no subject."""
    ids = tuple(i for unit in reading.units for i in unit.ids)
    if not ids or reading.intent == "count":
        return ()
    role = "coordinate" if reading.role == "coordinate" else None
    held = knowledge.catalogue.duties(DutyFilter(documents=documents, units=ids, role=role)).items
    found = tuple(duty for duty in held if duty.document_id in knowledge.documents)
    if not reading.topic:
        return found
    scored = [(said(reading.topic, spelled_out(duty.text, {}), knowledge), duty) for duty in found]
    scored.sort(key=lambda entry: -entry[0])
    fitting = tuple(duty for score, duty in scored if score >= _DUTY_SAID)
    return fitting or (found if reading.prose else ())


def boosts(reading: Reading, chosen: Chosen) -> dict[str, float]:
    """What a search lifts for a question that asks for a list: ids of tasks and of clauses with duties."""
    if chosen.total is not None:
        return {}
    if not chosen.narrow:
        named = any(name == "document" for name, _ in chosen.filters)
        return {task.task.id: _WHOLE_PLAN for task in chosen.tasks} if named else {}
    in_prose = reading.prose or "list" not in reading.cues
    lifted = {task.task.id: 0.6 if in_prose and chosen.duties else 1.0 for task in chosen.tasks}
    lifted.update({duty.duty.clause_id: 1.0 if in_prose else 0.4 for duty in chosen.duties})
    return lifted


def _is_filter(asked: AskedTime, documents: Sequence[str], knowledge: Knowledge) -> bool:
    """Whether a time cuts the list: a plan's own year only names the plan."""
    if asked.kind != "year" or asked.start is None:
        return True
    return not any(knowledge.plan_years.get(key) == asked.start.year for key in documents)


def meant(plans: Mapping[str, float]) -> tuple[str, ...]:
    """The plans that the question means: those near the best weight; none when it names no plan."""
    if not plans:
        return ()
    best = max(plans.values())
    return tuple(key for key, value in plans.items() if value >= max(_MEANT, best - 0.15))


def _telling(concept: Concept) -> bool:
    keys = concept.forms[0].keys
    return not all(key.isdigit() for key in keys)


def by_unit(
    reading: Reading, tasks: Sequence[StoredTask], plans: Mapping[str, float]
) -> tuple[list[StoredTask], Role | None]:
    """The tasks in which a named unit has the role asked for; without a role its own before those it helps with.

    The role is None where tasks of either are wanted.
    """
    ids = {i for unit in reading.units for i in unit.ids}
    names = tuple(fold(unit.name) for unit in reading.units)

    def has(task: StoredTask, role: Role) -> bool:
        mentions = task.task.lead if role == "lead" else task.task.coordinate
        return any(mention_id(m) in ids or _part_of(fold(m.name), names) for m in mentions)

    if reading.both:
        return [task for task in tasks if has(task, "lead") or has(task, "coordinate")], None
    role = reading.role or "lead"
    found = [task for task in tasks if has(task, role)]
    if not found and reading.role is None:
        role = "coordinate"
        found = [task for task in tasks if has(task, role)]
    return found, role


_HOLDERS = ("cong chuc", "can bo", "lanh dao", "truong", "giam doc", "chu tich", "to truong", "nhan vien")


def _part_of(name: str, names: Sequence[str]) -> bool:
    """Whether ``name`` is a post of one of the units: "công chức bộ phận một cửa" of "bộ phận một cửa"."""
    return any(name == one or any(name == f"{holder} {one}" for holder in _HOLDERS) for one in names)


def by_subject(
    subject: Sequence[Concept], tasks: Sequence[StoredTask], knowledge: Knowledge, in_sections: bool = True
) -> tuple[list[StoredTask], list[tuple[str, str]]]:
    """The tasks of the section that the subject names (unless not ``in_sections``), else those that say it."""
    sections = {t.task.section for t in tasks if t.task.section and in_sections}
    named = {section for section in sections if _names(subject, section, knowledge)}
    if named:
        return [t for t in tasks if t.task.section in named], [("section", section) for section in sorted(named)]
    found = [t for t in tasks if _says(subject, t, knowledge)]
    if not found:
        return list(tasks), []
    return found, [("text", " ".join(" ".join(c.forms[0].keys) for c in subject))]


def _names(subject: Sequence[Concept], section: str, knowledge: Knowledge) -> bool:
    """Whether the subject is the section's title: nearly all of each is in the other."""
    keys = spelled_out(section, knowledge.known.short)
    if said(subject, keys, knowledge) < _SECTION_SAID:
        return False
    wanted = {key for concept in subject for form in concept.forms for key in form.keys}
    wanted |= {fold(key) for concept in subject if not concept.certain for form in concept.forms for key in form.keys}
    telling = [key for key in keys if not key.isdigit() and len(key) > 1 and key not in _LINKS]
    shared = [key for key in telling if key in wanted or fold(key) in wanted]
    return len(shared) >= 0.5 * len(telling)


_LINKS = frozenset(syllables("và công tác các về của trong ii iii iv vi vii viii xây dựng phát triển"))


def _says(subject: Sequence[Concept], stored: StoredTask, knowledge: Knowledge) -> bool:
    return said_by(subject, knowledge.run(stored, _words), knowledge) >= _TEXT_SAID


def _words(stored: StoredTask) -> Keys:
    task = stored.task
    short: dict[str, Keys] = {}
    return spelled_out(
        " . ".join(filter(None, (task.section, task.goal, task.task, task.activity, task.product))), short
    )


def said(subject: Sequence[Concept], keys: Keys, knowledge: Knowledge) -> float:
    """Share of the subject, by weight, that a run of keys says."""
    return said_by(subject, part(keys), knowledge)


def said_by(subject: Sequence[Concept], run: Part, knowledge: Knowledge) -> float:
    """Share of the subject, by weight, that a run of keys with its places says."""
    weights = [weight(concept, knowledge.idf) for concept in subject]
    total = sum(weights)
    said = sum(w * part_match(c, run, knowledge.idf) for c, w in zip(subject, weights, strict=True))
    return said / total if total else 0.0
