package io.aplomb.app.vrrp;

import io.aplomb.base.Diagnostic;
import io.aplomb.base.Severity;
import io.aplomb.base.SourcePosition;
import io.aplomb.control.layer4.Layer4Plan;
import io.aplomb.control.vip.MachineReview;
import io.aplomb.control.vip.VrrpAdvice;
import io.aplomb.formats.keepalived.LoadOptions;
import io.aplomb.formats.keepalived.compile.KeepalivedConfig;
import io.aplomb.formats.keepalived.compile.LoadResult;
import io.aplomb.model.vrrp.Instance;
import io.aplomb.model.vrrp.VrrpConfig;
import io.aplomb.vrrp.advice.Advice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;

/** Reads the configuration: at the start, for a check, and again at each reload. */
final class VrrpLoader {

    private final VrrpArguments arguments;
    private final boolean french;

    /**
     * @param french whether advice is given in French; what is wrong is said in English
     */
    VrrpLoader(VrrpArguments arguments, boolean french) {
        this.arguments = arguments;
        this.french = french;
    }

    /**
     * What was read.
     *
     * @param config empty when it has errors or asks for what the kernel cannot do
     * @param layer4 who serves its virtual servers
     * @param findings lines for people, in order
     */
    record Loaded(Optional<VrrpConfig> config, Layer4Plan layer4, List<Finding> findings) {
        Loaded {
            findings = List.copyOf(findings);
        }
    }

    /** One of them. */
    record Finding(Severity severity, String text) {

        /** For those who are not at a terminal. */
        void log(Logger log) {
            switch (severity) {
                case ERROR -> log.error("{}", text);
                case WARNING -> log.warn("{}", text);
                case NOTICE, DIAG -> log.info("{}", text);
            }
        }
    }

    Loaded load() {
        LoadOptions usual = LoadOptions.forHost(hostName(), new SecureRandom().nextLong());
        LoadOptions options =
                new LoadOptions(
                        arguments.configId().orElse(usual.configId()),
                        usual.hostName(),
                        usual.randomSeed());
        String file = arguments.file().toString();
        LoadResult result = KeepalivedConfig.load(file, new KeepalivedDisk(), options);
        List<Finding> findings = new ArrayList<>();
        for (Diagnostic diagnostic : result.diagnostics()) {
            findings.add(new Finding(diagnostic.severity(), diagnostic.render()));
        }
        VrrpConfig config = result.config();
        if (config == null) {
            return new Loaded(Optional.empty(), Layer4Plan.NOTHING, findings);
        }
        Layer4Plan layer4 = layer4(config);
        layer4.refusals()
                .forEach(refusal -> findings.add(new Finding(Severity.ERROR, refusal.text())));
        if (!layer4.refusals().isEmpty()) {
            return new Loaded(Optional.empty(), layer4, findings);
        }
        MachineReview.Reviewed reviewed = MachineReview.of(config);
        VrrpConfig usable = reviewed.config();
        reviewed.findings()
                .forEach(each -> findings.add(new Finding(each.severity(), each.render())));
        VrrpAdvice.about(usable).forEach(advice -> findings.add(finding(usable, advice)));
        return new Loaded(Optional.of(usable), layer4, findings);
    }

    /** The kernel is asked only if there is something for it. */
    private Layer4Plan layer4(VrrpConfig config) {
        return config.virtualServers().isEmpty()
                ? Layer4Plan.NOTHING
                : Layer4Plan.of(
                        config.virtualServers(), Layer4Plan.engines(), arguments.lvsFallback());
    }

    private Finding finding(VrrpConfig config, Advice advice) {
        String text = french ? advice.french() : advice.english();
        Optional<SourcePosition> position =
                config.instance(advice.router()).map(Instance::position);
        if (position.isEmpty()) {
            return new Finding(advice.severity(), advice.severity().label() + ": " + text);
        }
        Diagnostic diagnostic =
                new Diagnostic(
                        advice.severity(), position.get(), advice.router() + ": " + text, null);
        return new Finding(advice.severity(), diagnostic.render());
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException nameless) {
            return "localhost";
        }
    }
}
