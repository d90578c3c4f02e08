"""What the command refuses, in words that a jury secretary can act on."""

from paritrana.lib.numbers_id import NumberFault


class InputRefusedError(Exception):
    """The files are not scored; nothing was written."""


class UsageError(Exception):
    """The command was asked for something it does not do; nothing was written."""


def number_refusal(fault: NumberFault, *, column: str, row: int, text: str) -> str:
    """Say where the cell stands, what is wrong with it and what to write instead."""
    advice = {
        NumberFault.NOT_A_NUMBER: "bukan angka. Tulis angka, atau kosongkan selnya bila belum dilaporkan",
        NumberFault.AMBIGUOUS: (
            "dapat berarti ribuan atau pecahan. Tulis tanpa pemisah ribuan, atau jalankan dengan --decimal titik "
            "atau --decimal koma supaya artinya pasti"
        ),
        NumberFault.ENGLISH: "ditulis dengan koma sebagai pemisah ribuan. Tulis tanpa pemisah ribuan",
        NumberFault.NOT_WHOLE: "bukan bilangan bulat. Tulis bilangan bulat",
        NumberFault.TOO_LONG: "terlalu panjang untuk sebuah angka. Periksa selnya",
    }
    return f"Baris {row}, kolom «{column}»: «{text[:40]}» {advice[fault]}."


def scientific_refusal(*, column: str, row: int, text: str) -> str:
    return (
        f"Baris {row}, kolom «{column}»: «{text}» sudah dibulatkan oleh program pengolah tabel. Ubah format selnya "
        "menjadi angka biasa, lalu simpan lagi."
    )
