"""The questionnaire as a workbook to fill in off line; what is in it already is the stored answers."""

from io import BytesIO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from awards.paper.cells import freeze, put_text
from awards.rulebooks.parsing.questionnaire import QuestionKind
from awards.rulebooks.parsing.regulations import CLAUSES, HIERARCHY, NO_RULE, RegulationsError, read_regulations
from awards.submissions.parsing.answer_sheet import ANSWERS, CLAUSE_HEADS, COLUMNS, REGULATION_COLUMNS, REGULATIONS
from awards.submissions.parsing.answers import shown_answer
from awards.submissions.selectors.sheets import Item, Sheet
from paritrana.lib.language import Language

WIDTHS = (18, 8, 60, 12, 28, 40, 8)
REGULATION_WIDTHS = (18, 40, 12, 10, 10, 50, 12, 12, 12)
BLANK_ROWS = 30
OPEN = PatternFill("solid", fgColor="FBF1D8")
LONGEST_LIST = 250


def questionnaire_workbook(filled: Sheet) -> bytes:
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("A new workbook has a sheet.")
    sheet.title = ANSWERS
    _head(sheet, COLUMNS, WIDTHS)
    for row, item in enumerate(filled.items, 2):
        _question(sheet, row, item)
    registers = [item for item in filled.items if item.question.kind is QuestionKind.REGULATIONS]
    if registers:
        _register(book.create_sheet(REGULATIONS), registers)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


def _head(sheet: Worksheet, names: tuple[str, ...], widths: tuple[int, ...]) -> None:
    for column, (name, width) in enumerate(zip(names, widths, strict=True), 1):
        put_text(sheet, 1, column, name).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(column)].width = width
    freeze(sheet, 2, 1)
    sheet.protection.enable()
    sheet.protection.formatColumns = False


def _open(sheet: Worksheet, row: int, column: int, text: str) -> None:
    cell = put_text(sheet, row, column, text)
    cell.protection = Protection(locked=False)
    cell.fill = OPEN
    cell.alignment = Alignment(wrap_text=True, vertical="top")


def _typed(item: Item) -> str:
    """Return the answer as one types it: no unit, no grouping that a spreadsheet might read otherwise."""
    if item.question.kind.is_numeric and item.reading.canonical:
        return item.reading.canonical.replace(".", ",")
    if item.question.kind is QuestionKind.CHOICE:
        return shown_answer(item.question, item.reading.canonical) or item.typed
    return item.typed


def _question(sheet: Worksheet, row: int, item: Item) -> None:
    question = item.question
    for column, text in enumerate((question.code, question.number, question.label, question.unit), 1):
        put_text(sheet, row, column, text).alignment = Alignment(wrap_text=True, vertical="top")
    if question.kind is QuestionKind.REGULATIONS:
        put_text(sheet, row, 5, _("isi lembar %(sheet)s") % {"sheet": REGULATIONS})
    elif question.kind is QuestionKind.FILE:
        put_text(sheet, row, 5, _("unggah di halaman isian"))
    else:
        _open(sheet, row, 5, _typed(item))
    _open(sheet, row, 6, item.answer.note if item.answer else "")
    put_text(sheet, row, 7, str(item.version))
    labels = ",".join(choice.label for choice in question.choices)
    if labels and len(labels) < LONGEST_LIST and '"' not in labels and labels.count(",") == len(question.choices) - 1:
        rule = DataValidation(type="list", formula1=f'"{labels}"', allow_blank=True)
        rule.add(sheet.cell(row, 5).coordinate)
        sheet.add_data_validation(rule)


def _register(sheet: Worksheet, registers: list[Item]) -> None:
    _head(sheet, tuple(CLAUSE_HEADS.get(name, name) for name in REGULATION_COLUMNS), REGULATION_WIDTHS)
    row = 2
    for item in registers:
        try:
            rules = read_regulations(item.typed)
        except RegulationsError:
            rules = ()
        for rule in rules:
            clauses = ["ya" if getattr(rule, clause) else "" for clause in CLAUSES]
            page = str(rule.page or "")
            told = (item.question.code, HIERARCHY[rule.rank], rule.number, str(rule.year), page, rule.title, *clauses)
            for column, text in enumerate(told, 1):
                _open(sheet, row, column, text)
            row += 1
        if item.is_without:
            _open(sheet, row, 1, item.question.code)
            _open(sheet, row, 2, NO_RULE[Language.INDONESIAN])
            row += 1
        for blank in range(row, row + BLANK_ROWS):
            for column in range(1, len(REGULATION_COLUMNS) + 1):
                _open(sheet, blank, column, item.question.code if column == 1 else "")
        row += BLANK_ROWS
