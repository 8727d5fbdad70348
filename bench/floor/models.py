from django.db import models


class Candidate(models.Model):
    """One row of the admin's list, with the columns of the dashboard's."""

    name = models.CharField(max_length=200)
    suitability = models.CharField(max_length=50)
    score = models.IntegerField(null=True)
    stage = models.CharField(max_length=100)
    tags = models.CharField(max_length=300)
    city = models.CharField(max_length=100)
    source = models.CharField(max_length=100)
    added = models.DateTimeField(null=True)
    cv = models.CharField(max_length=300)

    def __str__(self) -> str:
        return self.name
