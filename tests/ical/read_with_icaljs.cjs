// Read calendar entries with ical.js. Takes a list of texts as JSON, gives a list of what was read.
const ICAL = require(process.env.COFFEECHAT_ICALJS);

const value = (property) => String(property.getFirstValue());

function properties(event) {
  const named = event.getAllProperties().filter((one) => one.name !== "attendee");
  return Object.fromEntries(named.map((one) => [one.name.toUpperCase(), value(one)]));
}

function read(text) {
  try {
    const calendar = new ICAL.Component(ICAL.parse(text));
    const events = calendar.getAllSubcomponents("vevent").map((event) => ({
      ...properties(event),
      ATTENDEE: event.getAllProperties("attendee").map(value),
    }));
    return { trouble: "", method: calendar.getFirstPropertyValue("method") || "", events };
  } catch (error) {
    return { trouble: String(error), events: [] };
  }
}

const texts = JSON.parse(require("fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(read)));
