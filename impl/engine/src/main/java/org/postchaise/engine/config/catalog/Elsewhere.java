/* SPDX-License-Identifier: Apache-2.0 */
package org.postchaise.engine.config.catalog;

import java.util.Set;

/**
 * Names of Postfix 3.7 that belong to programs which this product does not replace (local(8), pipe(8), postscreen(8),
 * the queue manager's tuning and so on). A main.cf file may hold these names, which have no effect.
 */
final class Elsewhere {
    private static final Set<String> NAMES = Set.of("""
            address_verify_cache_cleanup_interval address_verify_default_transport address_verify_local_transport
            address_verify_negative_refresh_time address_verify_pending_request_limit
            address_verify_positive_refresh_time address_verify_relay_transport address_verify_relayhost
            address_verify_sender_dependent_default_transport_maps address_verify_sender_dependent_relayhost_maps
            address_verify_service_name address_verify_transport_maps address_verify_virtual_transport alias_database
            allow_mail_to_commands allow_mail_to_files allow_min_user alternate_config_directories
            anvil_status_update_time application_event_drain_time authorized_flush_users authorized_mailq_users
            authorized_submit_users backwards_bounce_logfile_compatibility berkeley_db_create_buffer_size
            berkeley_db_read_buffer_size biff bounce_service_name bsmtp_delivery_slot_cost
            bsmtp_delivery_slot_discount bsmtp_delivery_slot_loan bsmtp_extra_recipient_limit
            bsmtp_minimum_delivery_slots bsmtp_recipient_limit bsmtp_recipient_refill_delay
            bsmtp_recipient_refill_limit bsmtp_time_limit bsmtp_transport_rate_delay cleanup_service_name
            command_execution_directory command_expansion_filter command_time_limit connection_cache_service_name
            connection_cache_status_update_time connection_cache_ttl_limit daemon_table_open_error_is_fatal
            debugger_command default_database_type default_delivery_slot_cost default_delivery_slot_discount
            default_delivery_slot_loan default_extra_recipient_limit default_minimum_delivery_slots default_privs
            default_recipient_limit default_recipient_refill_delay default_recipient_refill_limit
            default_transport_rate_delay defer_service_name defer_transports deliver_lock_attempts deliver_lock_delay
            destination_concurrency_feedback_debug dns_ncache_ttl_fix_enable dnsblog_reply_delay dnsblog_service_name
            dont_remove empty_address_local_login_sender_maps_lookup_key error_delivery_slot_cost
            error_delivery_slot_discount error_delivery_slot_loan error_extra_recipient_limit
            error_minimum_delivery_slots error_recipient_limit error_recipient_refill_delay
            error_recipient_refill_limit error_service_name error_transport_rate_delay
            execution_directory_expansion_filter expand_owner_alias export_environment fallback_transport
            fallback_transport_maps fast_flush_domains fast_flush_purge_time fast_flush_refresh_time
            fault_injection_code flush_service_name fork_attempts fork_delay forward_expansion_filter forward_path
            frozen_delivered_to hash_queue_depth hash_queue_names helpful_warnings home_mailbox html_directory
            ifmail_delivery_slot_cost ifmail_delivery_slot_discount ifmail_delivery_slot_loan
            ifmail_extra_recipient_limit ifmail_minimum_delivery_slots ifmail_recipient_limit
            ifmail_recipient_refill_delay ifmail_recipient_refill_limit ifmail_time_limit ifmail_transport_rate_delay
            import_environment ipc_idle ipc_ttl lmdb_map_size lmtp_delivery_slot_cost lmtp_delivery_slot_discount
            lmtp_delivery_slot_loan lmtp_extra_recipient_limit lmtp_minimum_delivery_slots lmtp_recipient_limit
            lmtp_recipient_refill_delay lmtp_recipient_refill_limit lmtp_transport_rate_delay local_command_shell
            local_delivery_slot_cost local_delivery_slot_discount local_delivery_slot_loan
            local_delivery_status_filter local_extra_recipient_limit local_login_sender_maps
            local_minimum_delivery_slots local_recipient_limit local_recipient_refill_delay
            local_recipient_refill_limit local_transport_rate_delay luser_relay mail_release_date mail_spool_directory
            mailbox_command mailbox_command_maps mailbox_delivery_lock mailbox_size_limit mailbox_transport
            mailbox_transport_maps maildrop_delivery_slot_cost maildrop_delivery_slot_discount
            maildrop_delivery_slot_loan maildrop_extra_recipient_limit maildrop_minimum_delivery_slots
            maildrop_recipient_limit maildrop_recipient_refill_delay maildrop_recipient_refill_limit
            maildrop_time_limit maildrop_transport_rate_delay maillog_file maillog_file_compressor
            maillog_file_prefixes maillog_file_rotate_suffix mailman_delivery_slot_cost mailman_delivery_slot_discount
            mailman_delivery_slot_loan mailman_extra_recipient_limit mailman_minimum_delivery_slots
            mailman_recipient_limit mailman_recipient_refill_delay mailman_recipient_refill_limit mailman_time_limit
            mailman_transport_rate_delay mailq_path manpage_directory maps_rbl_domains master_service_disable
            meta_directory multi_instance_directories multi_instance_enable multi_instance_group
            multi_instance_wrapper newaliases_path non_smtpd_milters openssl_path owner_request_special
            pickup_service_name pipe_delivery_status_filter postlog_service_name postlogd_watchdog_timeout
            postmulti_control_commands postmulti_start_commands postmulti_stop_commands postscreen_access_list
            postscreen_allowlist_interfaces postscreen_bare_newline_action postscreen_bare_newline_enable
            postscreen_bare_newline_ttl postscreen_cache_cleanup_interval postscreen_cache_map
            postscreen_cache_retention_time postscreen_client_connection_count_limit postscreen_command_count_limit
            postscreen_command_filter postscreen_command_time_limit postscreen_denylist_action
            postscreen_disable_vrfy_command postscreen_discard_ehlo_keyword_address_maps
            postscreen_discard_ehlo_keywords postscreen_dnsbl_action postscreen_dnsbl_allowlist_threshold
            postscreen_dnsbl_max_ttl postscreen_dnsbl_min_ttl postscreen_dnsbl_reply_map postscreen_dnsbl_sites
            postscreen_dnsbl_threshold postscreen_dnsbl_timeout postscreen_enforce_tls postscreen_expansion_filter
            postscreen_forbidden_commands postscreen_greet_ttl
            postscreen_helo_required postscreen_non_smtp_command_action
            postscreen_non_smtp_command_enable postscreen_non_smtp_command_ttl postscreen_pipelining_action
            postscreen_pipelining_enable postscreen_pipelining_ttl postscreen_post_queue_limit
            postscreen_pre_queue_limit postscreen_reject_footer postscreen_reject_footer_maps
            postscreen_tls_security_level postscreen_upstream_proxy_protocol postscreen_upstream_proxy_timeout
            postscreen_use_tls postscreen_watchdog_timeout prepend_delivered_header process_id_directory
            proxy_write_maps proxymap_service_name proxywrite_service_name qmgr_clog_warn_time qmgr_daemon_timeout
            qmgr_fudge_factor qmgr_ipc_timeout qmgr_message_active_limit qmgr_message_recipient_limit
            qmgr_message_recipient_minimum qmqpd_authorized_clients qmqpd_client_port_logging qmqpd_error_delay
            qmqpd_timeout queue_file_attribute_count_limit queue_service_name readme_directory
            relay_delivery_slot_cost relay_delivery_slot_discount relay_delivery_slot_loan relay_extra_recipient_limit
            relay_minimum_delivery_slots relay_recipient_limit relay_recipient_refill_delay
            relay_recipient_refill_limit relay_transport_rate_delay require_home_directory reset_owner_alias
            respectful_logging retry_delivery_slot_cost retry_delivery_slot_discount retry_delivery_slot_loan
            retry_extra_recipient_limit retry_minimum_delivery_slots retry_recipient_limit
            retry_recipient_refill_delay retry_recipient_refill_limit retry_transport_rate_delay rewrite_service_name
            sample_directory scalemail-backend_delivery_slot_cost scalemail-backend_delivery_slot_discount
            scalemail-backend_delivery_slot_loan scalemail-backend_extra_recipient_limit
            scalemail-backend_minimum_delivery_slots scalemail-backend_recipient_limit
            scalemail-backend_recipient_refill_delay scalemail-backend_recipient_refill_limit
            scalemail-backend_time_limit scalemail-backend_transport_rate_delay sendmail_fix_line_endings
            sendmail_path service_throttle_time setgid_group shlib_directory showq_service_name
            smtp_delivery_slot_cost smtp_delivery_slot_discount smtp_delivery_slot_loan smtp_extra_recipient_limit
            smtp_minimum_delivery_slots smtp_recipient_limit smtp_recipient_refill_delay smtp_recipient_refill_limit
            smtp_transport_rate_delay stale_lock_time strict_mailbox_ownership sun_mailtool_compatibility
            tls_config_file tls_config_name tls_legacy_public_key_fingerprints tls_random_bytes
            tls_random_exchange_name tls_random_prng_update_period tls_random_reseed_period tls_session_ticket_cipher
            tls_wildcard_matches_multiple_labels tlsproxy_client_CAfile tlsproxy_client_CApath
            tlsproxy_client_cert_file tlsproxy_client_chain_files tlsproxy_client_dcert_file tlsproxy_client_dkey_file
            tlsproxy_client_eccert_file tlsproxy_client_eckey_file tlsproxy_client_enforce_tls
            tlsproxy_client_fingerprint_digest tlsproxy_client_key_file tlsproxy_client_loglevel
            tlsproxy_client_loglevel_parameter tlsproxy_client_per_site tlsproxy_client_policy_maps
            tlsproxy_client_scert_verifydepth tlsproxy_client_security_level tlsproxy_client_use_tls
            tlsproxy_enforce_tls tlsproxy_service_name tlsproxy_tls_CAfile tlsproxy_tls_CApath
            tlsproxy_tls_always_issue_session_ids tlsproxy_tls_ask_ccert tlsproxy_tls_ccert_verifydepth
            tlsproxy_tls_cert_file tlsproxy_tls_chain_files tlsproxy_tls_ciphers tlsproxy_tls_dcert_file
            tlsproxy_tls_dh1024_param_file tlsproxy_tls_dh512_param_file tlsproxy_tls_dkey_file
            tlsproxy_tls_eccert_file tlsproxy_tls_eckey_file tlsproxy_tls_eecdh_grade tlsproxy_tls_exclude_ciphers
            tlsproxy_tls_fingerprint_digest tlsproxy_tls_key_file tlsproxy_tls_loglevel tlsproxy_tls_mandatory_ciphers
            tlsproxy_tls_mandatory_exclude_ciphers tlsproxy_tls_mandatory_protocols tlsproxy_tls_protocols
            tlsproxy_tls_req_ccert tlsproxy_tls_security_level tlsproxy_use_tls tlsproxy_watchdog_timeout
            trace_service_name transport_retry_time trigger_timeout uucp_delivery_slot_cost
            uucp_delivery_slot_discount uucp_delivery_slot_loan uucp_extra_recipient_limit uucp_minimum_delivery_slots
            uucp_recipient_limit uucp_recipient_refill_delay uucp_recipient_refill_limit uucp_time_limit
            uucp_transport_rate_delay virtual_delivery_slot_cost virtual_delivery_slot_discount
            virtual_delivery_slot_loan virtual_delivery_status_filter virtual_extra_recipient_limit virtual_gid_maps
            virtual_mailbox_base virtual_mailbox_limit virtual_mailbox_lock virtual_minimum_delivery_slots
            virtual_minimum_uid virtual_recipient_limit virtual_recipient_refill_delay virtual_recipient_refill_limit
            virtual_transport_rate_delay virtual_uid_maps""".split("\\s+"));

    private Elsewhere() {}

    /** Returns all names of parameters of other programs. */
    static Set<String> names() {
        return NAMES;
    }
}
