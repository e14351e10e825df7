/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwardingListenerTest {
    private final List<String> heard = new ArrayList<>();
    private final EngineListener next = (EngineListener) Proxy.newProxyInstance(
            EngineListener.class.getClassLoader(),
            new Class<?>[] {EngineListener.class},
            (proxy, method, arguments) -> {
                heard.add(method.getName());
                return null;
            });

    /** A recorder of dialogues swallowed the certificates of a server and handshakes that failed. */
    @Test
    void everyEventReachesTheNextListener() throws ReflectiveOperationException {
        ForwardingListener listener = new ForwardingListener(next) {};
        List<String> events = new ArrayList<>();
        for (Method event : EngineListener.class.getMethods()) {
            Object[] arguments = Arrays.stream(event.getParameterTypes())
                    .map(type -> type == int.class ? Integer.valueOf(1) : null)
                    .toArray();
            event.invoke(listener, arguments);
            events.add(event.getName());
        }

        assertThat(heard).hasSizeGreaterThan(10).containsExactlyElementsOf(events);
    }
}
