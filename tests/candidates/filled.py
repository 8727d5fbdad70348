"""The form for a new candidate, filled in."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.sample_files import PDF

NEW = "ece.yildiz@example.com"


def filled(**changes):
    """The fields of the form as somebody fills them in; None leaves one out."""
    fields = {
        "first_name": "Ece",
        "last_name": "Yıldız",
        "email": NEW,
        "phone_number": "+90 (532) 123 45 67",
        "cv_file": SimpleUploadedFile("../Özgeçmiş.pdf", PDF, "text/html"),
        "talent_pool_id": "",
        "job_post": "",
    }
    return {k: v for k, v in (fields | changes).items() if v is not None}
