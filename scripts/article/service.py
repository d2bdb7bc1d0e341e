"""Where the model is: the service that OPENAI_BASE_URL names, else a server of our own."""

import atexit
import os
import subprocess
import sys

MODEL = os.environ.get('OPENAI_MODEL', 'qwen/qwen3-32b')
_SERVER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'llm_server.py')


def settings():
    """The arguments of a client."""
    url = os.environ.get('OPENAI_BASE_URL') or start_server()
    return {'base_url': url, 'api_key': os.environ.get('OPENAI_API_KEY', 'local')}


def start_server(latency='0.5'):
    """Starts the server beside this program, for as long as this program runs; gives its URL."""
    command = [sys.executable, _SERVER, '--latency', latency, '--while-stdin']
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    atexit.register(_stop, server)
    return server.stdout.readline().decode().strip()


def _stop(server):
    server.stdin.close()
    server.stdout.close()
    server.wait()
