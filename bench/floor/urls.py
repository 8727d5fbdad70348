from django.contrib import admin
from django.urls import path

from bench.floor.views import candidates

urlpatterns = [path("admin/", admin.site.urls), path("", candidates)]
