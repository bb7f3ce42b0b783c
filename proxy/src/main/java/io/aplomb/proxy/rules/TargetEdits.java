package io.aplomb.proxy.rules;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.HttpAction;
import io.aplomb.model.proxy.HttpAction.TargetPart;
import java.util.regex.Matcher;

/** The actions on the request line (manual 4.2 "http-request set-path", replace-path and kin). */
final class TargetEdits {

    private TargetEdits() {}

    static boolean replace(HttpHead head, HttpAction.ReplaceTarget action, Scratch scratch) {
        String present =
                switch (action.part()) {
                    case PATH -> head.path();
                    case PATH_AND_QUERY -> head.pathAndQuery();
                    case QUERY -> head.query();
                    case URI -> head.target();
                };
        Matcher matcher = action.pattern().matcher(present);
        if (!matcher.find()) {
            return true;
        }
        String replacement = scratch.render(action.replacement());
        return set(head, action.part(), Replacement.expand(matcher, replacement));
    }

    static boolean set(HttpHead head, TargetPart part, String value) {
        return switch (part) {
            case PATH -> head.setPath(value);
            case PATH_AND_QUERY -> head.setPathAndQuery(value);
            case QUERY -> head.setQuery(value);
            case URI -> setUri(head, value);
        };
    }

    /** RFC 9112 section 3.2.2: with an authority in the target, Host has to say the same. */
    private static boolean setUri(HttpHead head, String uri) {
        if (!head.setTarget(uri)) {
            return false;
        }
        String authority = head.authority();
        int host = head.indexOf(FieldName.HOST);
        return authority.isEmpty() || host < 0 || head.setValueAt(host, authority);
    }
}
