// Light or dark: the system's until it is set.

const KEY = "hooksieve.theme";
const CHOICES = ["system", "light", "dark"] as const;
type Choice = (typeof CHOICES)[number];

const isChoice = (text: string | null): text is Choice => CHOICES.some((choice) => choice === text);

function stored(): Choice {
  try {
    const text = localStorage.getItem(KEY);
    return isChoice(text) ? text : "system";
  } catch {
    // Storage may be forbidden; the choice then holds for this visit.
    return "system";
  }
}

function set(choice: Choice) {
  if (choice === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = choice;
  try {
    // The system's choice is what there is without any.
    if (choice === "system") localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    return;
  }
}

/** Lets a select set the theme; gives the way to set it from elsewhere. */
export function bindTheme(select: HTMLSelectElement): (choice: Choice) => void {
  const show = (choice: Choice) => {
    select.value = choice;
    set(choice);
  };
  show(stored());
  select.addEventListener("change", () => {
    if (isChoice(select.value)) set(select.value);
  });
  return show;
}
