# A server of FastMCP's for the OpenAPI document that is given, over stdio.
import json
import sys

import httpx2
from fastmcp import FastMCP

with open(sys.argv[1], encoding="utf-8") as file:
    document = json.load(file)
FastMCP.from_openapi(document, client=httpx2.AsyncClient(base_url="http://127.0.0.1:9")).run(show_banner=False)
