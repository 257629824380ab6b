"""What a form is made of: controls, groups, lists of rows, open or folded away."""

from dataclasses import dataclass, field


@dataclass(slots=True)
class Control:
    """One field: text, choice or box."""

    name: str
    label: str
    kind: str
    shown: str = ""
    unit: str = ""
    inputmode: str = ""
    placeholder: str = ""
    choices: list[tuple[str, str]] = field(default_factory=list)
    required: bool = False
    errors: list[str] = field(default_factory=list)
    needed: bool = False
    focus: bool = False

    @property
    def id(self) -> str:
        """Id of the control in the page."""
        return self.name.replace(".", "-")

    @property
    def is_used(self) -> bool:
        """Does anything stand in it, or is anything wrong with it?"""
        said = self.shown not in ("", "false") if self.kind == "flag" else bool(self.shown)
        return said or bool(self.errors) or self.needed


@dataclass(slots=True)
class Group:
    """An object, or two or three values of one kind side by side."""

    name: str
    label: str
    parts: "Parts"
    errors: list[str] = field(default_factory=list)
    needed: bool = False
    side_by_side: bool = False
    kind: str = "group"

    @property
    def id(self) -> str:
        """Id of the group in the page."""
        return self.name.replace(".", "-")

    @property
    def is_used(self) -> bool:
        """Does anything stand in it?"""
        return bool(self.errors) or self.needed or self.parts.is_used


@dataclass(slots=True)
class Row:
    """One entry of a list."""

    name: str
    title: str
    hidden: list[tuple[str, str]]
    parts: "Parts"
    focus: bool = False
    errors: list[str] = field(default_factory=list)
    needed: bool = False

    @property
    def label(self) -> str:
        """What the row is called; a row of one part is called as the part."""
        return self.title or self.parts.shown[0].label

    @property
    def id(self) -> str:
        """Id of the row in the page."""
        return self.name.replace(".", "-")


@dataclass(slots=True)
class ListOfRows:
    """A list: its rows and a button for one more."""

    name: str
    label: str
    add_label: str
    rows: list[Row]
    may_add: bool
    is_said_empty: bool
    errors: list[str] = field(default_factory=list)
    needed: bool = False
    kind: str = "list"

    @property
    def id(self) -> str:
        """Id of the list in the page."""
        return self.name.replace(".", "-")

    @property
    def is_used(self) -> bool:
        """Has it rows?"""
        return bool(self.rows or self.errors) or self.needed


Part = Control | Group | ListOfRows


@dataclass(slots=True)
class Parts:
    """Parts that stand open, and parts folded away."""

    shown: list[Part] = field(default_factory=list)
    folded: list[Part] = field(default_factory=list)

    @property
    def is_used(self) -> bool:
        """Does anything stand in any of them?"""
        return any(part.is_used for part in (*self.shown, *self.folded))

    @property
    def folded_labels(self) -> str:
        """What is folded away, in words."""
        return ", ".join(part.label.lower() for part in self.folded)

    @property
    def unfolded(self) -> bool:
        """Must the folded ones be seen?"""
        return any(part.is_used for part in self.folded)


@dataclass(frozen=True, slots=True)
class Listed:
    """A message with the field it belongs to; without a field it stands by itself."""

    target: str
    label: str
    message: str
