/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.courier;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.postchaise.api.Envelope;
import org.postchaise.api.Recipient;
import org.postchaise.api.Recipient.Notify;

/**
 * What {@code record-retries}, beside the files, saw Postfix do.
 *
 * @param settings lines of its main.cf
 * @param mails what became of each
 */
record RecordedRetries(Map<String, String> settings, List<RecordedMail> mails) {
    private static final String MAIL = "mail ";

    /**
     * One mail.
     *
     * @param steps its attempts, in their order
     */
    record RecordedMail(String name, Envelope envelope, List<Step> steps) {}

    /**
     * An attempt.
     *
     * @param age of the mail
     * @param taken the recipients that were tried, and whether the server took the mail for them
     * @param notices what was told then, such as "failed a@example.com"
     */
    record Step(Duration age, Map<String, Boolean> taken, Set<String> notices) {}

    /** The file of that name. */
    static RecordedRetries read(String file) throws IOException {
        Map<String, String> settings = new TreeMap<>();
        Map<String, String> mails = new LinkedHashMap<>();
        Map<String, List<String[]>> events = new LinkedHashMap<>();
        for (String line : lines(file)) {
            if (line.startsWith("#") || line.isEmpty()) {
                continue;
            }
            String[] words = line.split(" ", -1);
            if (line.contains(" = ")) {
                settings.put(words[0], words[2]);
            } else if (line.startsWith(MAIL)) {
                mails.put(words[1], line);
            } else {
                events.computeIfAbsent(words[0], name -> new ArrayList<>()).add(words);
            }
        }
        return new RecordedRetries(
                settings,
                mails.entrySet().stream()
                        .map(mail -> mail(mail.getKey(), mail.getValue(), events.get(mail.getKey())))
                        .toList());
    }

    /** A setting that is a time, in seconds. */
    Duration time(String name) {
        return seconds(settings.get(name));
    }

    private static Duration seconds(String text) {
        return Duration.ofMillis(Math.round(1000 * Double.parseDouble(text.replace("s", ""))));
    }

    private static List<String> lines(String file) throws IOException {
        try (InputStream in = RecordedRetries.class.getResourceAsStream(file)) {
            assertThat(in).as(file).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    /** A line is: mail NAME from=SENDER notify=LIST. */
    private static RecordedMail mail(String name, String line, List<String[]> events) {
        String[] words = line.split(" ", -1);
        Set<Notify> notify = Stream.of(words[3].replace("notify=", "").split(",", -1))
                .filter(word -> !word.isEmpty())
                .map(Notify::valueOf)
                .collect(Collectors.toSet());
        List<Step> steps = steps(events);
        Set<String> recipients = new LinkedHashSet<>();
        steps.forEach(step -> recipients.addAll(step.taken().keySet()));
        return new RecordedMail(
                name,
                Envelope.of(
                        words[2].replace("from=", ""),
                        recipients.stream()
                                .map(address -> new Recipient(address, notify, ""))
                                .toList()),
                steps);
    }

    /** Lines are: NAME SECONDS EVENT RECIPIENT...; a recipient that comes again begins another attempt. */
    private static List<Step> steps(List<String[]> events) {
        List<Step> steps = new ArrayList<>();
        for (String[] event : events) {
            String what = event[2];
            boolean notice = what.endsWith("-notice");
            if (!notice
                    && (steps.isEmpty()
                            || steps.get(steps.size() - 1).taken().containsKey(event[3])
                            || !steps.get(steps.size() - 1).notices().isEmpty()
                            || isLater(steps, event))) {
                steps.add(new Step(seconds(event[1]), new LinkedHashMap<>(), new TreeSet<>()));
            }
            Step step = steps.get(steps.size() - 1);
            for (int i = 3; i < event.length; i++) {
                if (notice) {
                    step.notices().add(what.replace("-notice", "") + " " + event[i]);
                } else {
                    step.taken().put(event[i], what.equals("sent"));
                }
            }
        }
        return steps;
    }

    private static boolean isLater(List<Step> steps, String[] event) {
        return seconds(event[1]).minus(steps.get(steps.size() - 1).age()).compareTo(Duration.ofSeconds(1)) > 0;
    }
}
