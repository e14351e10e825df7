/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.List;
import org.postchaise.engine.config.Parameter;

/** The parameters of the mail system as a whole that code does not read yet, or never will. */
final class MailSystem {
    private static final List<Parameter<?>> ROWS = Table.parse("""
            debug_peer_level | int:1:2147483647 | - | adapter | planned
              The increment of the log level for the peers of debug_peer_list.
              2
            debug_peer_list | match:host | - | adapter | planned
              Hosts and networks about whose sessions more is logged.
            error_notice_recipient | text! | - | adapter | planned
              The recipient of notices about protocol, resource and software errors.
              postmaster
            config_directory | text | - | adapter | ignored the file is named by the property configFile
              The directory of main.cf and master.cf.
              /etc/postfix
            daemon_timeout | time:s:1 | - | adapter | n/a there are no Postfix processes to stop; each wait has its own limit
              The maximum time that a server process spends on one request before the process is stopped.
              18000s
            ipc_timeout | time:s:1 | - | adapter | n/a there are no Postfix processes to talk to
              Time limit for requests between Postfix processes.
              3600s
            max_idle | time:s:1 | - | adapter | n/a the application server's thread pools end idle threads
              The maximum time that an idle process waits for the next request.
              100s
            max_use | int:1:2147483647 | - | adapter | n/a threads of the application server need not be replaced
              The maximum number of requests that a process serves before it ends.
              100
            process_id | text | - | adapter | n/a set by Postfix itself, never by main.cf
              The process's number; read-only.
            process_name | text | - | adapter | n/a set by Postfix itself, never by main.cf
              The program's name; read-only.
            syslog_facility | text! | - | adapter | n/a logging goes to the application server's log
              The syslog facility.
              mail
            syslog_name | text! | - | adapter | n/a logging goes to the application server's log
              The name before each line in syslog.
              ${multi_instance_name?{$multi_instance_name}:{postfix}}
            tcp_windowsize | int:0:2147483647 | - | adapter | planned
              The TCP window to ask for; 0: the operating system's choice.
              0
            internal_mail_filter_classes | words:bounce|notify | - | adapter | planned
              Kinds of mail of our own making that content filters see too.
            command_directory | text! | - | adapter | n/a there are no Postfix programs to find
              The directory of Postfix's administrative commands.
              /usr/sbin
            mail_owner | text! | - | adapter | n/a everything runs under the application server's account
              The system account that owns the queue.
              postfix
            queue_directory | text! | - | adapter | n/a the queue is the application server's JMS queue
              The directory of Postfix's queue.
              /var/spool/postfix
            multi_instance_name | text | - | adapter | n/a an application server can hold any number of factories and listeners
              The name of one of several Postfix instances.
            compatibility_level | text! | - | adapter | planned
              The Postfix release whose defaults are meant; a main.cf file that does not set it means 0.
              3.7
            mail_version | text | - | adapter | planned
              The release in macros and banners that ask for it.
              3.7.11
            data_directory | text | - | adapter | n/a there are no Postfix programs
              The directory of files that Postfix programs write.
              /var/lib/postfix
            daemon_directory | text | - | adapter | n/a there are no Postfix programs to find
              The directory of Postfix programs.
              /usr/lib/postfix/sbin
            """);

    private MailSystem() {}

    /** Returns all rows of this topic, parsed by {@link Table}. */
    static List<Parameter<?>> rows() {
        return ROWS;
    }
}
