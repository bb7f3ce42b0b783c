package io.aplomb.control.vip.report;

import io.aplomb.model.vrrp.SyncGroup;
import io.aplomb.vrrp.router.State;

/** A sync group at a moment. */
public record GroupReport(SyncGroup config, State state) {}
