"""The tables: what Handrail remembers, typed; they never leave this room."""

from service.store.tables.accounts import (
    AccountRow,
    FactorRow,
    KnownDeviceRow,
    LetterRow,
    PassRow,
    SessionRow,
    SignInRow,
    SpareCodeRow,
)
from service.store.tables.bridges import BridgeRow, OwnLineRow
from service.store.tables.calls import (
    CallRow,
    CallTurnRow,
    MeasureRow,
    RecordingRow,
    WordingRow,
)
from service.store.tables.columns import Row
from service.store.tables.gates import GateRow
from service.store.tables.limits import (
    ProgrammeSpendingRow,
    SpendingRow,
    StumbleRow,
)
from service.store.tables.minding import (
    HandlingRow,
    NoteRow,
    ReadingRow,
    TakeOverRow,
)
from service.store.tables.people import (
    AuditRow,
    ClockOffsetRow,
    CoachRow,
    ConsentEntryRow,
    NumberRow,
    OrganisationRow,
    ParticipantRow,
    ProgrammeRow,
    StrangerRow,
)
from service.store.tables.plans import (
    AlertRow,
    AttemptRow,
    ChanceRow,
    DecisionRow,
    GoalRow,
    NoticeRow,
    NudgeRow,
    StepRow,
)
from service.store.tables.programme_versions import ProgrammeVersionRow
from service.store.tables.restores import RestoreRow, WhereaboutsRow
from service.store.tables.rights import (
    DifferenceRow,
    ErasureRow,
    ExportPieceRow,
    ExportRow,
    LookRow,
    RetentionRow,
)
from service.store.tables.talks import (
    ConversationRow,
    DeliveryEventRow,
    InboxRow,
    MemoryRow,
    OutboxMessageRow,
    ScriptDraftRow,
    ScriptVersionRow,
    TurnRow,
)
from service.store.tables.tallies import PersonTallyRow, WeekTallyRow

__all__ = [
    "AccountRow",
    "AlertRow",
    "AttemptRow",
    "AuditRow",
    "BridgeRow",
    "CallRow",
    "CallTurnRow",
    "ChanceRow",
    "ClockOffsetRow",
    "CoachRow",
    "ConsentEntryRow",
    "ConversationRow",
    "DecisionRow",
    "DeliveryEventRow",
    "DifferenceRow",
    "ErasureRow",
    "ExportPieceRow",
    "ExportRow",
    "FactorRow",
    "GateRow",
    "GoalRow",
    "HandlingRow",
    "InboxRow",
    "KnownDeviceRow",
    "LetterRow",
    "LookRow",
    "MeasureRow",
    "MemoryRow",
    "NoteRow",
    "NoticeRow",
    "NudgeRow",
    "NumberRow",
    "OrganisationRow",
    "OutboxMessageRow",
    "OwnLineRow",
    "ParticipantRow",
    "PassRow",
    "PersonTallyRow",
    "ProgrammeRow",
    "ProgrammeSpendingRow",
    "ProgrammeVersionRow",
    "ReadingRow",
    "RecordingRow",
    "RestoreRow",
    "RetentionRow",
    "Row",
    "ScriptDraftRow",
    "ScriptVersionRow",
    "SessionRow",
    "SignInRow",
    "SpareCodeRow",
    "SpendingRow",
    "StepRow",
    "StrangerRow",
    "StumbleRow",
    "TakeOverRow",
    "TurnRow",
    "WeekTallyRow",
    "WhereaboutsRow",
    "WordingRow",
]
