// The best router that we could write by hand for one provider's events: a Map from the
// event type to its subscriptions, over JSON.parse. It knows the native form only, and
// rounds numbers.

/** @param {string} config */
export function handWritten(config) {
  /** @type {Map<string, { id: string, position: number, labels: [string, string][], tests: ((data: any) => boolean)[] }[]>} */
  const byType = new Map();
  JSON.parse(config).forEach((subscription, position) => {
    if (subscription.enabled === false) return;
    const { id } = subscription;
    const labels = Object.entries(subscription.labels ?? {});
    const tests = (subscription.conditions ?? []).map(test);
    for (const type of subscription.events) {
      let list = byType.get(type);
      if (list === undefined) byType.set(type, (list = []));
      list.push({ id, position, labels, tests });
    }
  });
  return (text) => {
    const event = JSON.parse(text);
    const type = event.eventType ?? event.type ?? event.kind ?? event.event;
    const matched = [];
    next: for (const { id, labels, tests } of byType.get(type) ?? []) {
      const given = event.labels;
      for (let at = 0; at < labels.length; at++) {
        if (given[labels[at][0]] !== labels[at][1]) continue next;
      }
      for (let at = 0; at < tests.length; at++) {
        if (!tests[at](event.data)) continue next;
      }
      matched.push(id);
    }
    return matched;
  };
}

function test({ key, condition, value }) {
  switch (condition) {
    case "eq":
      return (data) => data[key] === value;
    case "ne":
      return (data) => data[key] !== value;
    case "in": {
      const list = new Set(value);
      return (data) => list.has(data[key]);
    }
    case "starts-with":
      return (data) => data[key].startsWith(value);
    case "contains":
      return (data) => data[key].includes(value);
    case "regexp": {
      const pattern = new RegExp(value);
      return (data) => pattern.test(data[key]);
    }
    case "gt":
      return (data) => data[key] > value;
    case "lte":
      return (data) => data[key] <= value;
    case "between":
      return (data) => data[key] >= value.min && data[key] <= value.max;
    default:
      throw new Error(`the benchmark has no ${condition}`);
  }
}
