package io.aplomb.app.process;

import java.lang.reflect.Proxy;

/**
 * {@code sun.misc.Signal}, the JDK's only way to a signal handler (module jdk.unsupported), reached
 * by reflection: named directly, the compiler warns at every line and cannot be asked not to.
 */
final class JavaSignal {
    private JavaSignal() {}

    /**
     * Runs {@code action} on a thread of its own each time the signal arrives.
     *
     * @param name without SIG, {@code "TERM"}
     */
    static void handle(String name, Runnable action) {
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object listener =
                    Proxy.newProxyInstance(
                            JavaSignal.class.getClassLoader(),
                            new Class<?>[] {handler},
                            (proxy, method, arguments) -> {
                                if (method.getName().equals("handle")) {
                                    action.run();
                                    return null;
                                }
                                return method.invoke(action, arguments);
                            });
            Object number = signal.getConstructor(String.class).newInstance(name);
            var _ = signal.getMethod("handle", signal, handler).invoke(null, number, listener);
        } catch (ReflectiveOperationException missing) {
            throw new IllegalStateException(
                    "this Java machine lets no program handle SIG" + name, missing);
        }
    }
}
