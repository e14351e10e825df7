/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import jakarta.ejb.Timer;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import java.io.Serializable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;

/** Timer service that records the created timers, which never expire. */
final class FakeTimers {
    private final List<Created> created = new ArrayList<>();

    /** A created single-action timer. */
    record Created(long delay, Serializable info, boolean persistent) {}

    TimerService service() {
        return proxy(TimerService.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("createSingleActionTimer")) {
                throw new AssertionError("unexpected call of " + method);
            }
            TimerConfig config = (TimerConfig) arguments[1];
            created.add(new Created((long) arguments[0], config.getInfo(), config.isPersistent()));
            return timer(config.getInfo());
        });
    }

    List<Created> created() {
        return created;
    }

    static Timer timer(Serializable info) {
        return proxy(Timer.class, (proxy, method, arguments) -> {
            if (!method.getName().equals("getInfo")) {
                throw new AssertionError("unexpected call of " + method);
            }
            return info;
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
