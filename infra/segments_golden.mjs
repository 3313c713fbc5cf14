// Writes the golden file of the segment counter, with Twilio's own calculator as oracle.
//
//   python tests/wire/strings.py > /tmp/strings.json
//   npm install --prefix /tmp/oracle sms-segments-calculator@1.3.0
//   node infra/segments_golden.mjs /tmp/oracle /tmp/strings.json > tests/wire/golden/segments.json
//
// Input: a JSON list of strings. Output: a JSON list of [string, encoding, segments, units],
// one per line; units are septets or 16-bit code units without headers.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";

const [folder, source] = process.argv.slice(2);
const load = createRequire(resolve(folder, "from-here.js"));
const { SegmentedMessage } = load("sms-segments-calculator");

const row = (text) => {
  const message = new SegmentedMessage(text);
  const bits = message.encodingName === "GSM-7" ? 7 : 16;
  return `[${JSON.stringify(text)},"${message.encodingName}",${message.segmentsCount},${message.messageSize / bits}]`;
};

const strings = JSON.parse(readFileSync(source, "utf8"));
process.stdout.write(`[\n${strings.map(row).join(",\n")}\n]\n`);
