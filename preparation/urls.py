"""Before a chat: its questions, the bank they come from, the self-introduction, the sheet."""

from django.urls import path

from preparation.views import bank, questions, self_introduction, service_worker, sheet

app_name = "preparation"

urlpatterns = [
    path("chats/<int:pk>/questions/", questions.questions, name="questions"),
    path("chats/<int:pk>/questions/save/", questions.save, name="save_questions"),
    path("chats/<int:pk>/questions/move/", questions.move, name="move_question"),
    path("chats/<int:pk>/questions/remove/", questions.remove, name="remove_question"),
    path("chats/<int:pk>/questions/pick/", questions.pick, name="pick_question"),
    path("chats/<int:pk>/questions/fill/", questions.fill, name="fill_questions"),
    path("chats/<int:pk>/questions/add/", questions.add, name="add_question"),
    path("chats/<int:pk>/sheet/", sheet.sheet, name="sheet"),
    path("chats/<int:pk>/sheet.pdf", sheet.sheet_pdf, name="sheet_pdf"),
    path("chats/worker.js", service_worker.service_worker, name="service_worker"),
    path("self-introduction/", self_introduction.self_introduction, name="self_introduction"),
    path("questions/", bank.bank, name="bank"),
    path("questions/add/", bank.add, name="bank_add"),
    path("questions/reword/", bank.reword, name="bank_reword"),
    path("questions/put-away/", bank.put_away, name="bank_put_away"),
    path("questions/bring-back/", bank.bring_back, name="bank_bring_back"),
    path("questions/forget/", bank.forget, name="bank_forget"),
]
