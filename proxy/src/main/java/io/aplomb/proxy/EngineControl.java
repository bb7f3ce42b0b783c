package io.aplomb.proxy;

import io.aplomb.proxy.admin.Liveness;
import io.aplomb.proxy.admin.ProcessControl;
import io.aplomb.proxy.runtime.FrontendRuntime;
import io.aplomb.proxy.stats.ProcessLoad;

/** Commands of the runtime socket that reach the engine. Any thread but an event loop's. */
record EngineControl(ProxyEngine engine) implements ProcessControl {

    @Override
    public boolean pause(FrontendRuntime frontend) {
        engine.pause(frontend);
        return true;
    }

    @Override
    public boolean resume(FrontendRuntime frontend) {
        engine.unpause(frontend);
        return true;
    }

    @Override
    public boolean stop(FrontendRuntime frontend) {
        engine.shutDown(frontend);
        return true;
    }

    @Override
    public long nextSessionNumber() {
        return engine.nextSessionNumber();
    }

    @Override
    public ProcessLoad load() {
        return engine.load();
    }

    @Override
    public void maxConn(int limit) {
        engine.maxConn(limit);
    }

    @Override
    public Liveness liveness() {
        return engine.liveness();
    }
}
