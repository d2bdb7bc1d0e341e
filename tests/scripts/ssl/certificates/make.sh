#!/bin/sh
# Makes the certificates of these tests anew; they are good until the year 2126.
# What the scripts print depends on them: make the goldens anew afterwards.
set -e
cd "$(dirname "$0")"
days=36500

authority() { # name, common name
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days $days \
        -keyout "$1.key" -out "$1.pem" -subj "/O=Weft/CN=$2" \
        -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign,cRLSign
}

issued() { # name, subject, authority, extensions, from when, until when
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$1.key" \
        -out "$1.csr" -subj "$2"
    rm -rf work && mkdir work && touch work/index
    cat > work/config <<END
[ca]
default_ca=own
[own]
database=work/index
new_certs_dir=work
rand_serial=yes
default_md=sha256
policy=any
unique_subject=no
[any]
countryName=optional
organizationName=optional
organizationalUnitName=optional
commonName=supplied
[extensions]
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
END
    printf "$4" >> work/config
    openssl ca -batch -notext -config work/config -extensions extensions -in "$1.csr" \
        -cert "$3.pem" -keyfile "$3.key" -out "$1.pem" -preserveDN \
        -startdate "${5:-20250101000000Z}" -enddate "${6:-21250101000000Z}"
    rm -r "$1.csr" work
}

authority authority 'Weft Test Authority'
authority stranger 'Some Other Authority'
issued server '/C=XY/O=Weft/OU=Tests/CN=localhost' authority \
    'subjectAltName=DNS:localhost,DNS:*.weft.example,IP:127.0.0.1,IP:::1,email:a@weft.example,URI:https://weft.example/\nextendedKeyUsage=serverAuth\nauthorityInfoAccess=OCSP;URI:http://ocsp.weft.example/,caIssuers;URI:http://ca.weft.example/\ncrlDistributionPoints=URI:http://crl.weft.example/list\n'
issued other '/CN=other.example' authority \
    'subjectAltName=DNS:other.example\nextendedKeyUsage=serverAuth\n'
issued strange '/CN=localhost' stranger 'subjectAltName=DNS:localhost\n'
issued client '/O=Weft/CN=some client' authority 'extendedKeyUsage=clientAuth\n'
issued expired '/CN=localhost' authority 'subjectAltName=DNS:localhost\n' \
    20200101000000Z 20200102000000Z
issued future '/CN=localhost' authority 'subjectAltName=DNS:localhost\n' \
    21200101000000Z 21250101000000Z
issued middle '/O=Weft/CN=Weft Middle Authority' authority \
    'basicConstraints=critical,CA:TRUE\nkeyUsage=critical,keyCertSign\n'
issued deep '/CN=localhost' middle 'subjectAltName=DNS:localhost\n'
cat middle.pem >> deep.pem
openssl req -x509 -newkey rsa:2048 -nodes -days $days -keyout alone.key -out alone.pem \
    -subj '/CN=localhost' -addext subjectAltName=DNS:localhost
openssl pkcs8 -topk8 -in server.key -out protected.key -passout pass:secret -v2 aes-256-cbc
rm stranger.key middle.key authority.key
