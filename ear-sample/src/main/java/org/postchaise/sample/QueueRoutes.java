/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.sample;

import jakarta.json.Json;
import java.util.NoSuchElementException;
import java.util.function.Function;
import java.util.function.Supplier;
import org.postchaise.api.MailQueueMXBean;

/**
 * HTTP requests on the queue. {@code GET mails?filter=&limit=}, {@code mails/ID?body=true}, {@code shape?filter=&options=}, {@code destinations};
 * {@code POST hold}, {@code release}, {@code requeue}, {@code flush}, {@code delete} and {@code expire} with a form field {@code filter}; {@code POST suspend}
 * and {@code resume} with a form field {@code domain}. All answers are JSON; a failure is {@code {"error":"one line"}}.
 */
final class QueueRoutes {
    private static final String MAIL = "mails/";
    private static final int SHOWN = 100;
    private static final int MOST = 10_000;

    private final MailQueueMXBean queue;

    QueueRoutes(MailQueueMXBean queue) {
        this.queue = queue;
    }

    /**
     * Answer to a request.
     *
     * @param status the HTTP status
     * @param json the body
     */
    record Reply(int status, String json) {
        static Reply error(int status, String reason) {
            return new Reply(
                    status,
                    Json.createObjectBuilder().add("error", reason).build().toString());
        }
    }

    /**
     * Returns the answer to a GET request.
     *
     * @param path the path after {@code queue/}
     * @param parameter returns a parameter's value; empty where there is none
     */
    Reply get(String path, Function<String, String> parameter) {
        String filter = parameter.apply("filter");
        if (path.startsWith(MAIL) && path.length() > MAIL.length()) {
            String id = path.substring(MAIL.length());
            boolean body = "true".equals(parameter.apply("body"));
            return answer(() -> body ? queue.inspectWithBody(id) : queue.inspect(id));
        }
        return switch (path) {
            case "mails" -> answer(() -> queue.list(filter, limit(parameter.apply("limit"))));
            case "shape" -> answer(() -> queue.shape(filter, parameter.apply("options")));
            case "destinations" -> answer(queue::destinations);
            default -> unknown(path);
        };
    }

    /**
     * Returns the answer to a POST request.
     *
     * @param path the path after {@code queue/}
     * @param parameter returns a form field's value; empty where there is none
     */
    Reply post(String path, Function<String, String> parameter) {
        String filter = parameter.apply("filter");
        String domain = parameter.apply("domain");
        return switch (path) {
            case "hold" -> answer(() -> queue.hold(filter));
            case "release" -> answer(() -> queue.release(filter));
            case "requeue" -> answer(() -> queue.requeue(filter));
            case "flush" -> answer(() -> queue.flush(filter));
            case "delete" -> answer(() -> queue.delete(filter));
            case "expire" -> answer(() -> queue.expire(filter));
            case "suspend" -> answer(() -> queue.suspend(domain));
            case "resume" -> answer(() -> queue.resume(domain));
            default -> unknown(path);
        };
    }

    private static int limit(String text) {
        if (text.isEmpty()) {
            return SHOWN;
        }
        int limit = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (limit < 1 || limit > MOST) {
            throw new IllegalArgumentException("limit=" + text + ": expected a number from 1 to " + MOST);
        }
        return limit;
    }

    private static Reply answer(Supplier<String> question) {
        try {
            return new Reply(200, question.get());
        } catch (IllegalArgumentException e) {
            return Reply.error(400, reason(e));
        } catch (NoSuchElementException e) {
            return Reply.error(404, reason(e));
        } catch (IllegalStateException e) {
            return Reply.error(503, reason(e));
        }
    }

    private static String reason(RuntimeException e) {
        return e.getMessage() == null ? e.toString() : e.getMessage();
    }

    private static Reply unknown(String path) {
        return Reply.error(404, "queue/" + path + " is neither a question nor an order");
    }
}
