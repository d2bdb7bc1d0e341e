# Users, groups and hosts, whichever services the system asks for them.
import grp
import os
import pwd
import socket

users = pwd.getpwall()
print(len(users) > 1, all(type(user).__name__ == "struct_passwd" for user in users))
# Every user that is listed is found by name and number.
print([user.pw_name for user in users if pwd.getpwnam(user.pw_name).pw_uid != user.pw_uid])
print([user.pw_name for user in users if pwd.getpwuid(user.pw_uid).pw_uid != user.pw_uid])
groups = grp.getgrall()
print([group.gr_name for group in groups if grp.getgrnam(group.gr_name).gr_gid != group.gr_gid])
print(pwd.getpwuid(0).pw_name, grp.getgrgid(0).gr_name, os.path.expanduser("~root") == pwd.getpwnam("root").pw_dir)
print(0 in os.getgrouplist("root", 0))

for find, key in (
    (pwd.getpwnam, "no such user"),
    (pwd.getpwuid, 987654321),
    (grp.getgrnam, "-no such group"),
    (grp.getgrgid, 987654321),
):
    try:
        print(find(key))
    except KeyError as error:
        print(error)

print(socket.gethostbyname("127.0.0.1"), socket.getservbyname("http", "tcp"), socket.getprotobyname("udp"))
print([found[4] for found in socket.getaddrinfo("127.0.0.1", "https", type=socket.SOCK_STREAM)])
print(socket.getnameinfo(("127.0.0.1", 80), socket.NI_NUMERICHOST | socket.NI_NUMERICSERV))
print("127.0.0.1" in socket.gethostbyname_ex("localhost")[2])
for find in (socket.gethostbyname, socket.gethostbyname_ex, lambda host: socket.getaddrinfo(host, 80)):
    try:
        print(find("no-such-host.invalid"))
    except OSError as error:
        print(type(error).__name__)
