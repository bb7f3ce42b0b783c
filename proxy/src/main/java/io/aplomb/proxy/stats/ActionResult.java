package io.aplomb.proxy.stats;

import org.jspecify.annotations.Nullable;

/** What came of an action of the page's form; the name stands in the address of the next page. */
enum ActionResult {
    DONE("active_up", "Action processed successfully."),
    NONE("active_going_down", "Nothing has changed."),
    PART(
            "active_going_down",
            "Action partially processed. Some server names are probably unknown or ambiguous"
                    + " (duplicated names in the backend)."),
    ERRP(
            "active_down",
            "Action not processed because of invalid parameters: the action, the backend or some"
                    + " server names are probably unknown."),
    EXCD(
            "active_down",
            "Action not processed: the form is too long. Choose fewer servers at a time."),
    DENY("active_down", "Action denied.");

    private final String style;
    private final String text;

    ActionResult(String style, String text) {
        this.style = style;
        this.text = text;
    }

    String style() {
        return style;
    }

    String text() {
        return text;
    }

    static @Nullable ActionResult of(String word) {
        for (ActionResult each : values()) {
            if (each.name().equals(word)) {
                return each;
            }
        }
        return null;
    }
}
