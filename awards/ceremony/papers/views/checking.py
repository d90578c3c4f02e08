"""The certificate check: anybody, on a phone, with a typed code or the address in the printed one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from awards.ceremony.papers.forms import TypedCodeForm
from awards.ceremony.papers.policies import may_try_another_code
from awards.ceremony.papers.selectors.answers import PaperVerdict, paper_answer


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_code(request: HttpRequest) -> HttpResponse:
    """Take the code that somebody typed and lead to its answer."""
    form = TypedCodeForm(request.POST or None)
    if form.is_valid():
        return redirect("certificate-answer", form.cleaned_data["code"])
    return render(request, "papers/check.html", {"form": form})


@never_cache
@require_safe
def answer_code(request: HttpRequest, code: str) -> HttpResponse:
    answer = paper_answer(code, at=timezone.now())
    if answer.verdict is PaperVerdict.FORGED and not may_try_another_code(request.META["REMOTE_ADDR"]):
        return render(request, "429.html", status=429)
    response = render(request, f"papers/answers/{answer.verdict}.html", {"answer": answer})
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response
