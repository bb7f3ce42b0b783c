package io.aplomb.sample.fetch;

import static io.aplomb.sample.Parameter.optional;
import static io.aplomb.sample.Parameter.required;
import static io.aplomb.sample.Requirement.REQUEST_HEAD;
import static io.aplomb.sample.SampleType.BOOL;

import io.aplomb.http.FieldName;
import io.aplomb.http.HttpHead;
import io.aplomb.sample.ArgumentException;
import io.aplomb.sample.ArgumentType;
import io.aplomb.sample.CompiledFetch;
import io.aplomb.sample.Octets;
import io.aplomb.sample.SampleContext;
import io.aplomb.sample.Value;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Who the client says it is: manual section 7.3.6, RFC 7617 and RFC 6750. */
final class AuthFetches {

    private AuthFetches() {}

    static void register(FetchTable table) {
        table.fetch("http_auth")
                .takes(required("userlist", ArgumentType.USER_LIST))
                .gives(BOOL)
                .reads(REQUEST_HEAD)
                .compiledBy(
                        arguments -> {
                            String list = arguments.text(0);
                            return context ->
                                    context.requestHead() == null
                                            ? null
                                            : Value.of(groups(context, list) != null);
                        });
        table.fetch("http_auth_group")
                .takes(required("userlist", ArgumentType.USER_LIST))
                .reads(REQUEST_HEAD)
                .compiledBy(arguments -> new GroupsOf(arguments.text(0)));
        table.fetch("http_auth_user").reads(REQUEST_HEAD).as(basic(Credentials::user));
        table.fetch("http_auth_pass").reads(REQUEST_HEAD).as(basic(Credentials::password));
        table.fetch("http_auth_type").reads(REQUEST_HEAD).as(AuthFetches::scheme);
        table.fetch("http_auth_bearer")
                .takes(optional("header", ArgumentType.TEXT))
                .reads(REQUEST_HEAD)
                .compiledBy(
                        arguments -> {
                            String name = arguments.text(0, "Authorization");
                            if (!FieldName.isValid(name)) {
                                throw new ArgumentException(
                                        0, "'" + name + "' is not a header name");
                            }
                            FieldName field = FieldName.of(name);
                            boolean standard = field.equals(FieldName.AUTHORIZATION);
                            return context -> bearer(context, field, standard);
                        });
    }

    /** User and password of the Basic scheme. */
    record Credentials(String user, String password) {

        static @Nullable Credentials of(SampleContext context) {
            String value = authorization(context, FieldName.AUTHORIZATION);
            if (value == null || !isScheme(value, "basic")) {
                return null;
            }
            try {
                byte[] decoded = Base64.getDecoder().decode(value.substring(6).strip());
                String pair = Octets.text(decoded);
                int colon = pair.indexOf(':');
                return colon < 0
                        ? null
                        : new Credentials(pair.substring(0, colon), pair.substring(colon + 1));
            } catch (IllegalArgumentException notBase64) {
                return null;
            }
        }
    }

    /** Gives the user; an ACL compares with each of the user's groups. */
    private record GroupsOf(String userList) implements CompiledFetch {

        @Override
        public @Nullable Value fetch(SampleContext context) {
            Credentials credentials = Credentials.of(context);
            return credentials == null || groups(context, userList) == null
                    ? null
                    : Value.of(credentials.user());
        }

        @Override
        public boolean any(SampleContext context, Predicate<Value> test) {
            Set<String> groups = groups(context, userList);
            return groups != null && groups.stream().anyMatch(group -> test.test(Value.of(group)));
        }
    }

    private static @Nullable Set<String> groups(SampleContext context, String userList) {
        Credentials credentials = Credentials.of(context);
        return credentials == null
                ? null
                : context.userLists()
                        .authenticate(userList, credentials.user(), credentials.password());
    }

    private static CompiledFetch basic(Function<Credentials, String> part) {
        return context -> {
            Credentials credentials = Credentials.of(context);
            return credentials == null ? null : Value.of(part.apply(credentials));
        };
    }

    private static @Nullable Value scheme(SampleContext context) {
        String value = authorization(context, FieldName.AUTHORIZATION);
        if (value == null) {
            return null;
        }
        return isScheme(value, "basic")
                ? Value.of("Basic")
                : isScheme(value, "bearer") ? Value.of("Bearer") : null;
    }

    /** The token of the Bearer scheme; another header than Authorization may hold it bare. */
    private static @Nullable Value bearer(
            SampleContext context, FieldName field, boolean standard) {
        String value = authorization(context, field);
        if (value == null) {
            return null;
        }
        if (isScheme(value, "bearer")) {
            return Value.of(value.substring(7).strip());
        }
        return standard ? null : Value.of(value);
    }

    private static @Nullable String authorization(SampleContext context, FieldName field) {
        HttpHead head = context.requestHead();
        int index = head == null ? -1 : head.indexOf(field);
        return head == null || index < 0 ? null : head.value(index).strip();
    }

    private static boolean isScheme(String value, String scheme) {
        return value.toLowerCase(Locale.ROOT).startsWith(scheme + " ");
    }
}
