//! OpenSSL's names for what rustls finds wrong.

use rustls::{AlertDescription, Error, PeerIncompatible, PeerMisbehaved};

use super::errors::Failure;

/// The failure that an error of rustls is.
pub(super) fn failure_of(error: &Error, is_server: bool) -> Failure {
    if let Error::AlertReceived(alert) = error {
        return Failure::Protocol(alert_reason(*alert));
    }
    Failure::protocol(match error {
        Error::PeerIncompatible(kind) => incompatible(kind, is_server),
        Error::PeerMisbehaved(kind) => misbehaved(kind),
        Error::NoCertificatesPresented => "PEER_DID_NOT_RETURN_A_CERTIFICATE",
        Error::DecryptError => "DECRYPTION_FAILED_OR_BAD_RECORD_MAC",
        Error::PeerSentOversizedRecord => "DATA_LENGTH_TOO_LONG",
        Error::NoApplicationProtocol => "NO_APPLICATION_PROTOCOL",
        Error::InappropriateMessage { .. } | Error::InappropriateHandshakeMessage { .. } => {
            "UNEXPECTED_MESSAGE"
        }
        Error::InvalidCertificate(_) => "CERTIFICATE_VERIFY_FAILED",
        Error::InvalidMessage(_) => "BAD_RECORD_TYPE",
        // A server without a certificate has nothing in common with anybody.
        Error::General(_) if is_server => "NO_SHARED_CIPHER",
        _ => "INTERNAL_ERROR",
    })
}

fn incompatible(kind: &PeerIncompatible, is_server: bool) -> &'static str {
    use PeerIncompatible as Kind;
    match kind {
        Kind::NoSignatureSchemesInCommon if !is_server => "WRONG_SIGNATURE_TYPE",
        Kind::NoCipherSuitesInCommon
        | Kind::NoKxGroupsInCommon
        | Kind::NoSignatureSchemesInCommon
        | Kind::NoEcPointFormatsInCommon => "NO_SHARED_CIPHER",
        Kind::Tls12NotOffered
        | Kind::Tls12NotOfferedOrEnabled
        | Kind::SupportedVersionsExtensionRequired
        | Kind::ServerDoesNotSupportTls12Or13
        | Kind::ServerTlsVersionIsDisabledByOurConfig => "UNSUPPORTED_PROTOCOL",
        _ => "MISSING_EXTENSION",
    }
}

fn misbehaved(kind: &PeerMisbehaved) -> &'static str {
    use PeerMisbehaved as Kind;
    match kind {
        Kind::TooManyWarningAlertsReceived => "TOO_MANY_WARN_ALERTS",
        Kind::TooManyKeyUpdateRequests => "TOO_MANY_KEY_UPDATES",
        Kind::AttemptedDowngradeToTls12WhenTls13IsSupported => "INAPPROPRIATE_FALLBACK",
        Kind::SelectedUnofferedCipherSuite => "WRONG_CIPHER_RETURNED",
        Kind::IncorrectBinder => "BINDER_DOES_NOT_VERIFY",
        Kind::SignedKxWithWrongAlgorithm | Kind::SignedHandshakeWithUnadvertisedSigScheme => {
            "WRONG_SIGNATURE_TYPE"
        }
        _ => "BAD_EXTENSION",
    }
}

/// The reason for an alert of the other end.
fn alert_reason(alert: AlertDescription) -> String {
    use AlertDescription as Alert;
    let name = match alert {
        Alert::UnexpectedMessage => "SSLV3_ALERT_UNEXPECTED_MESSAGE",
        Alert::BadRecordMac => "SSLV3_ALERT_BAD_RECORD_MAC",
        Alert::DecryptionFailed => "TLSV1_ALERT_DECRYPTION_FAILED",
        Alert::RecordOverflow => "TLSV1_ALERT_RECORD_OVERFLOW",
        Alert::DecompressionFailure => "SSLV3_ALERT_DECOMPRESSION_FAILURE",
        Alert::HandshakeFailure => "SSLV3_ALERT_HANDSHAKE_FAILURE",
        Alert::NoCertificate => "SSLV3_ALERT_NO_CERTIFICATE",
        Alert::BadCertificate => "SSLV3_ALERT_BAD_CERTIFICATE",
        Alert::UnsupportedCertificate => "SSLV3_ALERT_UNSUPPORTED_CERTIFICATE",
        Alert::CertificateRevoked => "SSLV3_ALERT_CERTIFICATE_REVOKED",
        Alert::CertificateExpired => "SSLV3_ALERT_CERTIFICATE_EXPIRED",
        Alert::CertificateUnknown => "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
        Alert::IllegalParameter => "SSLV3_ALERT_ILLEGAL_PARAMETER",
        Alert::UnknownCA => "TLSV1_ALERT_UNKNOWN_CA",
        Alert::AccessDenied => "TLSV1_ALERT_ACCESS_DENIED",
        Alert::DecodeError => "TLSV1_ALERT_DECODE_ERROR",
        Alert::DecryptError => "TLSV1_ALERT_DECRYPT_ERROR",
        Alert::ExportRestriction => "TLSV1_ALERT_EXPORT_RESTRICTION",
        Alert::ProtocolVersion => "TLSV1_ALERT_PROTOCOL_VERSION",
        Alert::InsufficientSecurity => "TLSV1_ALERT_INSUFFICIENT_SECURITY",
        Alert::InternalError => "TLSV1_ALERT_INTERNAL_ERROR",
        Alert::InappropriateFallback => "TLSV1_ALERT_INAPPROPRIATE_FALLBACK",
        Alert::UserCanceled => "TLSV1_ALERT_USER_CANCELLED",
        Alert::NoRenegotiation => "TLSV1_ALERT_NO_RENEGOTIATION",
        Alert::MissingExtension => "TLSV13_ALERT_MISSING_EXTENSION",
        Alert::UnsupportedExtension => "TLSV1_UNSUPPORTED_EXTENSION",
        Alert::CertificateUnobtainable => "TLSV1_CERTIFICATE_UNOBTAINABLE",
        Alert::UnrecognisedName => "TLSV1_UNRECOGNIZED_NAME",
        Alert::BadCertificateStatusResponse => "TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE",
        Alert::BadCertificateHashValue => "TLSV1_BAD_CERTIFICATE_HASH_VALUE",
        Alert::CertificateRequired => "TLSV13_ALERT_CERTIFICATE_REQUIRED",
        Alert::NoApplicationProtocol => "TLSV1_ALERT_NO_APPLICATION_PROTOCOL",
        other => return format!("REASON({})", 1000 + u16::from(u8::from(other))),
    };
    name.to_owned()
}
