package io.aplomb.proxy.rules;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.model.proxy.HttpAction.Redirect;
import io.aplomb.proxy.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where a {@code redirect} leads to (manual 4.2 "redirect"). */
final class Redirects {

    private Redirects() {}

    /** The Location, or null when the rule is to be ignored because it came out empty. */
    static @Nullable String location(Redirect redirect, Stream stream) {
        Scratch scratch = new Scratch(stream);
        String target = scratch.render(redirect.target());
        if (target.isEmpty() && redirect.ignoreEmpty()) {
            return null;
        }
        return switch (redirect.kind()) {
            case LOCATION -> target;
            case PREFIX -> (target.equals("/") ? "" : target) + path(redirect, stream);
            case SCHEME -> target + "://" + host(stream) + path(redirect, stream);
        };
    }

    private static String host(Stream stream) {
        HttpHead request = stream.requestHead();
        return request == null ? "" : request.firstValue(FieldName.HOST);
    }

    private static String path(Redirect redirect, Stream stream) {
        HttpHead request = stream.requestHead();
        if (request == null) {
            return "/";
        }
        String path = redirect.dropQuery() ? request.path() : request.pathAndQuery();
        if (path.isEmpty()) {
            path = "/";
        }
        return redirect.appendSlash() && !path.endsWith("/") ? path + "/" : path;
    }
}
