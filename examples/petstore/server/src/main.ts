#!/usr/bin/env node
// Yours: mcpgen wrote this file once and never touches it again.
import { serve } from "./runtime/serve.js";
import { createServer } from "./server.js";
import { environment, readSettings } from "./settings.js";
import { overrides, tools } from "./shop.js";

serve({ environment, readSettings, createServer: (settings) => createServer({ settings, overrides, tools }) });
