/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.postchaise.api.MailQueueMXBean;
import org.postchaise.sample.QueueRoutes.Reply;

class QueueRoutesTest {
    private final QueueRoutes routes = new QueueRoutes(
            queue((method, arguments) -> method + Arrays.toString(arguments == null ? new Object[0] : arguments)));

    private interface Answer {
        String to(String method, Object... arguments);
    }

    private static MailQueueMXBean queue(Answer answer) {
        return (MailQueueMXBean) Proxy.newProxyInstance(
                QueueRoutesTest.class.getClassLoader(),
                new Class<?>[] {MailQueueMXBean.class},
                (proxy, method, arguments) -> answer.to(method.getName(), arguments));
    }

    private Reply get(String path, Map<String, String> parameters) {
        return routes.get(path, name -> parameters.getOrDefault(name, ""));
    }

    private Reply post(String path, Map<String, String> form) {
        return routes.post(path, name -> form.getOrDefault(name, ""));
    }

    @Test
    void asksTheQueue() {
        assertThat(get("mails", Map.of("filter", "domain=a", "limit", "7")))
                .isEqualTo(new Reply(200, "list[domain=a, 7]"));
        assertThat(get("mails", Map.of()).json()).isEqualTo("list[, 100]");
        assertThat(get("mails/A/B", Map.of()).json()).isEqualTo("inspect[A/B]");
        assertThat(get("mails/A", Map.of("body", "true")).json()).isEqualTo("inspectWithBody[A]");
        assertThat(get("shape", Map.of("filter", "queue=hold")).json()).isEqualTo("shape[queue=hold, ]");
        assertThat(get("shape", Map.of("options", "by=sender buckets=4")).json())
                .isEqualTo("shape[, by=sender buckets=4]");
        assertThat(get("destinations", Map.of()).json()).isEqualTo("destinations[]");
        Stream.of("hold", "release", "requeue", "flush", "delete", "expire")
                .forEach(order -> assertThat(post(order, Map.of("filter", "all", "domain", "x"))
                                .json())
                        .isEqualTo(order + "[all]"));
        Stream.of("suspend", "resume")
                .forEach(order -> assertThat(post(order, Map.of("filter", "all", "domain", "example.net"))
                                .json())
                        .isEqualTo(order + "[example.net]"));
    }

    @Test
    void whatIsNoQuestionOrOrderIsSaid() {
        assertThat(get("", Map.of()).status()).isEqualTo(404);
        assertThat(get("delete", Map.of()).status()).isEqualTo(404);
        assertThat(post("mails", Map.of("filter", "all")).json()).contains("queue/mails is neither");
        assertThat(Stream.of("0", "10001", "x", "-1", "99999999999")
                        .map(limit -> get("mails", Map.of("limit", limit)).status()))
                .containsOnly(400);
    }

    @Test
    void failuresHaveTheirStatusAndOneLine() {
        assertThat(failing(new IllegalArgumentException("filter is \"x\"")))
                .isEqualTo(new Reply(400, "{\"error\":\"filter is \\\"x\\\"\"}"));
        assertThat(failing(new NoSuchElementException("no mail A")).status()).isEqualTo(404);
        assertThat(failing(new IllegalStateException("no broker")).status()).isEqualTo(503);
    }

    private static Reply failing(RuntimeException failure) {
        return new QueueRoutes(queue((method, arguments) -> {
                    throw failure;
                }))
                .post("hold", name -> "x");
    }
}
