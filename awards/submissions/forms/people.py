"""Inviting a colleague, and accepting an invitation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from awards.submissions.models.people import SeatLevel


class InvitationForm(forms.Form):
    full_name = forms.CharField(label=_("Nama lengkap"), max_length=200)
    email = forms.EmailField(
        label=_("Alamat surel (bila ada)"),
        required=False,
        max_length=254,
        help_text=_("Undangan dikirim ke sana. Tautannya juga ditampilkan satu kali di sini."),
    )
    level = forms.ChoiceField(label=_("Wewenang"), choices=SeatLevel.choices, initial=SeatLevel.EDIT)


class NewAccountForm(forms.Form):
    full_name = forms.CharField(
        label=_("Nama lengkap"), max_length=200, widget=forms.TextInput({"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("Nama pengguna"), max_length=150, widget=forms.TextInput({"autocomplete": "username"})
    )
    password = forms.CharField(
        label=_("Kata sandi"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=_("Paling sedikit 12 huruf; beberapa kata yang Anda ingat sudah cukup."),
    )
