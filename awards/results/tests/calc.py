"""LibreOffice as the reader that computes a workbook again."""

import shutil
import subprocess
from io import BytesIO

from openpyxl import load_workbook


def recalculated(content, folder):
    """Let LibreOffice open the file without the stored values, compute every formula and save it again.

    It believes the values of a file that says it comes from Excel; openpyxl keeps formulas and drops values.
    """
    load_workbook(BytesIO(content)).save(folder / "peringkat.xlsx")
    command = [shutil.which("soffice"), "--headless", f"-env:UserInstallation=file://{folder}/profile"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "out")]
    subprocess.run([*command, str(folder / "peringkat.xlsx")], check=True, capture_output=True, timeout=180)
    return load_workbook(folder / "out" / "peringkat.xlsx", data_only=True)
